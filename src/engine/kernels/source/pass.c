#include "cells.h"
#include "head.h"

/* Passes: how they lie in memory, and the jobs that a team does on them. */

/** Room for what a pass holds of a layer. */
static PassLayer take_pass_layer(Arena *arena, const Network *network, const Layer *layer, double batch, double window, int keep) {
  const CellForm *form = form_of(layer->cell);
  double states = (window + 1) * batch, steps = keep & KEEP_GATES ? window * batch : batch;
  double stride = (double)row_stride(layer->block);
  PassLayer at = {.hidden_stride = (int)stride};
  at.hidden = take_rows(arena, states, stride);
  if (form->has_cell_state) at.cell = take_rows(arena, keep & KEEP_GATES ? states : 2 * batch, stride);
  at.gates = take_rows(arena, steps, layer->stride);
  if (form->resets_before) at.reset_hidden = take_rows(arena, steps, stride);
  if (keep & KEEP_DROPOUT && layer < last_layer(network)) at.dropped = take_rows(arena, window * batch, stride);
  if (!(keep & KEEP_GRADIENTS)) return at;
  at.hidden_gradient = take_rows(arena, states, stride);
  at.carried = take_rows(arena, batch, stride);
  if (form->has_cell_state) {
    at.cell_gradient = take_rows(arena, keep & KEEP_STATE_GRADIENTS ? states : batch, stride);
    at.carried_cell = take_rows(arena, batch, stride);
  }
  if (form->resets_before) at.reset_gradient = take_rows(arena, batch, stride);
  at.slopes = take_rows(arena, batch, layer->stride);
  for (int kind = OF_ALL; kind <= (keep & KEEP_REACH ? OF_LAST : OF_ALL); kind++) {
    at.squares[kind] = take_doubles(arena, NORM_CURVES * states);
    at.norms[kind] = take_doubles(arena, NORM_CURVES * (window + 1));
  }
  return at;
}

/** Room for what stands before the layers and after them. */
static void take_ends(Arena *arena, Pass *pass, double rows, int keep) {
  const Network *network = pass->network;
  pass->features_stride = (int)row_stride(network->features);
  pass->logits_stride = (int)row_stride(padded(network->outputs));
  if (network->vocabulary) pass->symbols = take(arena, rows, sizeof(int32_t));
  if (network->features) pass->features = take_rows(arena, rows, pass->features_stride);
  if (network->features && keep & KEEP_GRADIENTS)
    pass->feature_gradient = take_rows(arena, rows, pass->features_stride);
  if (!network->outputs) return;
  pass->targets = take(arena, rows, sizeof(int32_t));
  pass->logits = take_rows(arena, rows, pass->logits_stride);
  pass->losses = take_doubles(arena, rows);
}

/** A whole pass; base: its memory, or 0 to count only. Returns its bytes. */
static double lay_out_pass(char *base, Pass *pass, Network *network, int batch, int window, int keep) {
  Arena arena = {base, 0};
  if (keep & (KEEP_GRADIENTS | KEEP_REACH | KEEP_STATE_GRADIENTS)) keep |= KEEP_GATES | KEEP_GRADIENTS;
  take(&arena, 1, sizeof(Pass));
  pass->network = network;
  pass->batch = batch;
  pass->window = window;
  pass->keep = keep;
  pass->layers = take(&arena, network->layer_count, sizeof(PassLayer));
  take_ends(&arena, pass, (double)batch * window, keep);
  for (int k = 0; k < network->layer_count; k++) {
    PassLayer layer = take_pass_layer(&arena, network, &network->layers[k], batch, window, keep);
    if (base) pass->layers[k] = layer;
    pass->output_gradient_stride = layer.hidden_stride;
    pass->output_gradient = layer.hidden_gradient ? layer.hidden_gradient + (size_t)batch * layer.hidden_stride : 0;
  }
  return arena.used;
}

EXPORTED double pass_bytes(const Network *network, int batch, int window, int keep) {
  Pass pass = {0};
  return lay_out_pass(0, &pass, (Network *)network, batch, window, keep);
}

EXPORTED void pass_create(Pass *pass, Network *network, int batch, int window, int keep) {
  lay_out_pass((char *)pass, pass, network, batch, window, keep);
}

/** An array of a layer; of layer + layers where it is about the last loss. */
static void *layer_array(Pass *pass, int which, int layer) {
  int count = pass->network->layer_count;
  const PassLayer *at = &pass->layers[layer % count];
  switch (which) {
    case PASS_HIDDEN: return at->hidden;
    case PASS_CELL: return at->cell;
    case PASS_GATES: return at->gates;
    case PASS_NORMS: return at->norms[layer < count ? OF_ALL : OF_LAST];
    case PASS_HIDDEN_GRADIENT: return at->hidden_gradient;
    case PASS_CELL_GRADIENT: return pass->keep & KEEP_STATE_GRADIENTS ? at->cell_gradient : 0;
    case PASS_INITIAL_HIDDEN_GRADIENT: return at->hidden_gradient;
    case PASS_INITIAL_CELL_GRADIENT: return at->carried_cell;
    case PASS_SQUARED_NORMS: return at->squares[layer < count ? OF_ALL : OF_LAST];
  }
  return 0;
}

EXPORTED void *pass_array(Pass *pass, int which, int layer) {
  switch (which) {
    case PASS_SYMBOLS: return pass->symbols;
    case PASS_TARGETS: return pass->targets;
    case PASS_FEATURES: return pass->features;
    case PASS_LOGITS: return pass->logits;
    case PASS_LOSSES: return pass->losses;
    case PASS_OUTPUT_GRADIENT: return pass->output_gradient;
    case PASS_FEATURE_GRADIENT: return pass->feature_gradient;
  }
  return layer_array(pass, which, layer);
}

EXPORTED int pass_stride(const Pass *pass, int which, int layer) {
  switch (which) {
    case PASS_FEATURES:
    case PASS_FEATURE_GRADIENT: return pass->features_stride;
    case PASS_LOGITS: return pass->logits_stride;
    case PASS_OUTPUT_GRADIENT: return pass->output_gradient_stride;
    case PASS_GATES: return pass->network->layers[layer].stride;
  }
  return pass->layers[layer].hidden_stride;
}

EXPORTED int pass_block(const Pass *pass, int layer) { return pass->network->layers[layer].block; }

/** What a job is to do with a pass. */
typedef struct {
  Pass *pass;
  int time, from, times_of_logits, want;
  bool makes_table, reach, weights, learns;
} PassJob;
_Static_assert(sizeof(PassJob) <= MOST_OBJECT, "a job is copied");

/** Multiplications with hidden states in one pass. */
static double products_of(const Pass *pass, int time) {
  double products = 0;
  const Network *network = pass->network;
  for (const Layer *layer = network->layers; layer <= last_layer(network); layer++)
    products += (double)layer->units * layer->stride;
  return products * pass->batch * time;
}

/** Below this many multiplications a job is done before others are awake. */
static const double worth_sharing = 2e5, worth_sharing_gradients = 2e7;

/** Threads for a job that shares lanes alone: with few and small ones the caller is done before others are awake. */
static int threads_for(Team *team, const Pass *pass, int time) {
  int threads = team_size(team) < pass->batch ? team_size(team) : pass->batch;
  return products_of(pass, time) < worth_sharing ? 1 : threads;
}

/** Threads for a job that ends with gradients by the weights; of one lane only those can be shared. */
static int learning_threads(Team *team, const Pass *pass, int time) {
  return pass->batch == 1 && products_of(pass, time) < worth_sharing_gradients ? 1 : team_size(team);
}

static void do_job(Team *team, Job function, PassJob *job, int threads) {
  job->pass->team = team;
  team_run(team, function, job, sizeof *job, threads);
}

/** What a forward pass needs to know before its job. again: whether the window was read before. */
static bool decide_table(Pass *pass, int time, bool again) {
  Network *network = pass->network;
  pass->uses_table = wants_table(pass, time);
  if (!again) network->rows_read += (double)time * pass->batch;
  bool makes_table = pass->uses_table && !network->table_is_ready;
  network->table_is_ready |= makes_table;
  return makes_table;
}

static OwnLanes own_lanes(Pass *pass, int thread, int threads) {
  return (OwnLanes){pass, share_of(pass->batch, thread, threads), thread};
}

/** Makes the table where it is missing, and carries own lanes forward. */
static void forward_share(const PassJob *job, Team *team, int thread, int threads) {
  OwnLanes own = own_lanes(job->pass, thread, threads);
  if (job->makes_table) {
    prepare_table(job->pass->network, thread, threads);
    team_meet(team, thread, threads);
  }
  window_forward(own, job->time);
  if (job->times_of_logits)
    head_forward(job->pass, own.lanes.from, own.lanes.to, job->time - job->times_of_logits, job->time);
}

/** Own lanes back, from dL/dlogits where there is a head. */
static void backward_share(const PassJob *job, int thread, int threads, int want, bool keeps_gates) {
  Pass *pass = job->pass;
  bool last_only = want & WANT_LAST_ONLY;
  Backwards walk = {own_lanes(pass, thread, threads), job->time, want, keeps_gates, last_only ? OF_LAST : OF_ALL};
  if (pass->network->outputs) head_backward(pass, walk.own.lanes.from, walk.own.lanes.to, job->time, last_only);
  window_backward(&walk);
}

/** Gradients by all weights, from the slopes that all threads wrote. */
static void gradients_share(const PassJob *job, Team *team, int thread, int threads) {
  Pass *pass = job->pass;
  Network *network = pass->network;
  int rows = job->time * pass->batch;
  team_meet(team, thread, threads);
  for (int k = 0; k < network->layer_count; k++) weight_gradients(pass, k, rows, thread, threads);
  if (network->outputs) head_gradients(pass, job->time, thread, threads);
  if (pass->uses_table) team_meet(team, thread, threads);
  for (int k = 0; k < network->layer_count; k++) bias_gradients(pass, k, rows, thread, threads);
  if (network->vocabulary && network->features) embedding_gradient(pass, rows, thread, threads);
}

static void forward_job(void *object, Team *team, int thread, int threads) {
  forward_share(object, team, thread, threads);
}

EXPORTED void pass_forward(Team *team, Pass *pass, int time, int times_of_logits) {
  PassJob job = {.pass = pass, .time = time, .times_of_logits = pass->network->outputs ? times_of_logits : 0};
  job.makes_table = decide_table(pass, time, false);
  do_job(team, forward_job, &job, job.makes_table ? team_size(team) : threads_for(team, pass, time));
}

/** Sum of the losses from time step `from` on, in their order. */
static double sum_losses(const Pass *pass, int time, int from) {
  double sum = 0;
  for (size_t row = row_at(pass, from, 0); row < row_at(pass, time, 0); row++) sum += pass->losses[row];
  return sum;
}

static void loss_job(void *object, Team *team, int thread, int threads) {
  const PassJob *job = object;
  OwnLanes own = own_lanes(job->pass, thread, threads);
  (void)team;
  head_loss(job->pass, own.lanes.from, own.lanes.to, job->time, job->from, job->learns);
}

EXPORTED double pass_loss(Team *team, Pass *pass, int time, int from, int learns) {
  PassJob job = {.pass = pass, .time = time, .from = from, .learns = learns};
  if (!pass->network->outputs) return 0;
  do_job(team, loss_job, &job, threads_for(team, pass, time));
  return sum_losses(pass, time, from);
}

static void learn_job(void *object, Team *team, int thread, int threads) {
  const PassJob *job = object;
  OwnLanes own = own_lanes(job->pass, thread, threads);
  forward_share(job, team, thread, threads);
  head_loss(job->pass, own.lanes.from, own.lanes.to, job->time, job->from, true);
  if (job->reach) backward_share(job, thread, threads, WANT_LAST_ONLY | WANT_NORMS, true);
  backward_share(job, thread, threads, job->want, false);
  if (job->weights) gradients_share(job, team, thread, threads);
}

EXPORTED double pass_learn(Team *team, Pass *pass, int time, int from, int want, int reach) {
  PassJob job = {.pass = pass, .time = time, .from = from, .times_of_logits = time, .want = want & ~WANT_LAST_ONLY};
  job.weights = !(want & WANT_NO_WEIGHTS);
  if (!pass->network->outputs || !(pass->keep & KEEP_GRADIENTS) || (job.weights && !pass->network->gradient)) return 0;
  job.reach = reach && pass->keep & KEEP_REACH && !(want & WANT_CHAINED);
  bool alone = want & WANT_ALONE;
  job.makes_table = decide_table(pass, time, alone);
  do_job(team, learn_job, &job, alone ? 1 : learning_threads(team, pass, time));
  if (want & WANT_NORMS) sum_norms(pass, OF_ALL, time);
  if (job.reach) sum_norms(pass, OF_LAST, time);
  return sum_losses(pass, time, from);
}

/** Own losses back; then once more, where each lane goes on from where the next one's own losses ended. */
static void next_lane_share(const PassJob *job, Team *team, int thread, int threads) {
  int want = job->want & ~WANT_NEXT_LANE;
  backward_share(job, thread, threads, want & ~WANT_NORMS, true);
  team_meet(team, thread, threads);
  carry_from_next_lane(own_lanes(job->pass, thread, threads));
  team_meet(team, thread, threads);
  backward_share(job, thread, threads, want | WANT_CHAINED, true);
}

static void backward_job(void *object, Team *team, int thread, int threads) {
  const PassJob *job = object;
  if (job->want & WANT_NEXT_LANE) return next_lane_share(job, team, thread, threads);
  backward_share(job, thread, threads, job->want, !job->weights);
  if (job->weights) gradients_share(job, team, thread, threads);
}

EXPORTED void pass_backward(Team *team, Pass *pass, int time, int want, int weights) {
  PassJob job = {.pass = pass, .time = time, .want = want};
  if (!(pass->keep & KEEP_GRADIENTS) || (want & WANT_LAST_ONLY && !(pass->keep & KEEP_REACH))) return;
  if (want & WANT_NEXT_LANE && (!(pass->keep & KEEP_STATE_GRADIENTS) || weights || want & WANT_LAST_ONLY)) return;
  job.weights = weights && pass->network->gradient && !(want & WANT_LAST_ONLY);
  do_job(team, backward_job, &job, learning_threads(team, pass, time));
  if (want & WANT_NORMS) sum_norms(pass, want & WANT_LAST_ONLY ? OF_LAST : OF_ALL, time);
}

/** Copies the units of all lanes, or clears them; padding stays zero. */
static void set_states(const Pass *pass, int k, float *to, const float *from) {
  size_t stride = pass->layers[k].hidden_stride;
  for (int lane = 0; to && lane < pass->batch; lane++)
    for (int unit = 0; unit < pass->network->layers[k].units; unit++)
      to[lane * stride + unit] = from ? from[lane * stride + unit] : 0;
}

EXPORTED void pass_carry(Pass *pass, int time) {
  for (int k = 0; k < pass->network->layer_count; k++) {
    const PassLayer *at = &pass->layers[k];
    set_states(pass, k, at->hidden, at->hidden + row_at(pass, time, 0) * at->hidden_stride);
    set_states(pass, k, cell_states(pass, k, 0), cell_states(pass, k, time));
  }
}

EXPORTED void pass_reset(Pass *pass) {
  for (int k = 0; k < pass->network->layer_count; k++) {
    set_states(pass, k, pass->layers[k].hidden, 0);
    set_states(pass, k, cell_states(pass, k, 0), 0);
  }
}
