#include "cells.h"
#include "head.h"
#include "optimisers.h"

/* Networks: how they lie in memory, what is made ready of their values, and their updates. */

/** Memory that is handed out piece by piece, or, without a base, only counted. */
typedef struct { char *base; double used; } Arena;

/** Memory for `count` things of `size` bytes, aligned to 64 bytes, with a vector to spare behind it. */
static void *take(Arena *arena, double count, double size) {
  void *piece = arena->base ? arena->base + (size_t)arena->used : 0;
  double lines = (double)(int64_t)((count * size + VECTOR * sizeof(float) + 63) / 64);
  arena->used += lines * 64;
  return piece;
}
static float *take_floats(Arena *arena, double count) { return take(arena, count, sizeof(float)); }
static double *take_doubles(Arena *arena, double count) { return take(arena, count, sizeof(double)); }
/** Rows of units or gates: room for `count` of them. */
static float *take_rows(Arena *arena, double count, double stride) { return take_floats(arena, count * stride); }

/** The next `count` values, for the parameter at the offset. */
static size_t next_values(double *size, double count) {
  size_t offset = (size_t)*size;
  *size += count;
  return offset;
}

/** Sizes of layer k and where its values stand; size: values so far. */
static Layer shape_of_layer(const int32_t *shape, int k, double *size) {
  const int32_t *own = shape + SHAPE_FIRST + k * SHAPE_OF_LAYER;
  int first = shape[SHAPE_FEATURES] ? shape[SHAPE_FEATURES] : shape[SHAPE_VOCABULARY];
  Layer layer = {.cell = own[LAYER_CELL], .units = own[LAYER_UNITS]};
  const CellForm *form = form_of(layer.cell);
  double height = (double)form->weight_blocks * layer.units;
  layer.inputs = k ? own[LAYER_UNITS - SHAPE_OF_LAYER] : first;
  layer.block = padded(layer.units);
  layer.stride = (int)row_stride(form->blocks * layer.block);
  layer.weight_ih = next_values(size, height * layer.inputs);
  layer.weight_hh = next_values(size, height * layer.units);
  layer.bias_ih = next_values(size, height);
  layer.bias_hh = next_values(size, height);
  double per_peephole = form->peepholes == FULL_PEEPHOLES ? layer.units : form->peepholes == DIAGONAL_PEEPHOLES ? 1 : 0;
  layer.weight_ch = next_values(size, PEEPHOLE_BLOCKS * layer.units * per_peephole);
  return layer;
}

/** Room for what is made of an LSTM's peepholes. */
static void take_peepholes(Arena *arena, Layer *layer) {
  double block = layer->block, units = layer->units;
  switch (form_of(layer->cell)->peepholes) {
    case NO_PEEPHOLES: return;
    case DIAGONAL_PEEPHOLES: layer->peepholes = take_floats(arena, PEEPHOLE_BLOCKS * block); return;
    case FULL_PEEPHOLES:
      layer->old_panels = take_floats(arena, units * 2 * block);
      layer->old_panels_back = take_floats(arena, 2 * block * block);
      layer->new_panels = take_floats(arena, units * block);
      layer->new_panels_back = take_floats(arena, block * block);
  }
}

/** Room for what is made of a layer's weights. is_one_hot: its input is looked up. */
static void take_layer(Arena *arena, Layer *layer, bool is_one_hot) {
  const CellForm *form = form_of(layer->cell);
  double block = layer->block, inputs = is_one_hot ? 0 : layer->inputs, apart = form->resets_before ? 1 : 0;
  layer->bias = take_floats(arena, layer->stride);
  layer->input_panels = take_floats(arena, inputs * form->input_blocks * block);
  layer->input_panels_back = take_floats(arena, is_one_hot ? 0 : form->input_blocks * block * padded(layer->inputs));
  layer->state_panels = take_floats(arena, layer->units * (form->state_blocks - apart) * block);
  layer->state_panels_back = take_floats(arena, (form->state_blocks - apart) * block * block);
  layer->reset_panels = take_floats(arena, apart * layer->units * block);
  layer->reset_panels_back = take_floats(arena, apart * block * block);
  take_peepholes(arena, layer);
}

/** Sizes of all layers and of the values. layers: room for them, or 0 to count only. */
static double shape_of_network(const int32_t *shape, Network *network, Layer *layers, Arena *arena) {
  double size = 0;
  network->vocabulary = shape[SHAPE_VOCABULARY];
  network->features = shape[SHAPE_FEATURES];
  network->outputs = shape[SHAPE_OUTPUTS];
  network->layer_count = shape[SHAPE_LAYERS];
  network->embedding = next_values(&size, (double)network->vocabulary * network->features);
  int units = 0;
  for (int k = 0; k < network->layer_count; k++) {
    Layer layer = shape_of_layer(shape, k, &size);
    take_layer(arena, &layer, k == 0 && is_one_hot(network));
    if (layers) layers[k] = layer;
    units = layer.units;
  }
  network->head_weight = next_values(&size, (double)network->outputs * units);
  network->head_bias = next_values(&size, network->outputs);
  network->head_panels = take_floats(arena, (double)units * padded(network->outputs));
  network->head_panels_back = take_floats(arena, (double)padded(network->outputs) * padded(units));
  return size;
}

/** Room for the table of symbols and for its gradient. */
static void take_table(Arena *arena, Network *network, const int32_t *shape, bool learns) {
  double size = 0;
  if (!may_use_table(network->vocabulary, network->features)) return;
  double stride = shape_of_layer(shape, 0, &size).stride, rows = network->vocabulary;
  network->table = take_rows(arena, rows, stride);
  if (!learns) return;
  network->table_gradient = take_rows(arena, rows, stride);
  if (network->features) network->embedding_rows = take_rows(arena, rows, network->embedding_stride);
}

/** A whole network; base: its memory, or 0 to count only. Returns its bytes. */
static double lay_out_network(char *base, Network *network, const int32_t *shape, int slots) {
  Arena arena = {base, 0};
  take(&arena, 1, sizeof(Network));
  network->layers = take(&arena, shape[SHAPE_LAYERS], sizeof(Layer));
  network->embedding_stride = (int)row_stride(shape[SHAPE_FEATURES]);
  double size = shape_of_network(shape, network, network->layers, &arena);
  network->size = (size_t)size;
  network->values = take_floats(&arena, size);
  if (slots >= 0) network->gradient = take_floats(&arena, size);
  for (int i = 0; i < slots && i < 2; i++) network->slots[i] = take_floats(&arena, size);
  if (slots >= 0) network->partial = take_doubles(&arena, size / NORM_CHUNK + 1);
  take_table(&arena, network, shape, slots >= 0);
  return arena.used;
}

EXPORTED double network_bytes(const int32_t *shape, int slots) {
  Network network = {0};
  return lay_out_network(0, &network, shape, slots);
}

EXPORTED void network_create(Network *network, const int32_t *shape, int slots) {
  lay_out_network((char *)network, network, shape, slots);
}

EXPORTED double network_size(const Network *network) { return (double)network->size; }

EXPORTED void *network_array(Network *network, int which) {
  switch (which) {
    case NETWORK_VALUES: return network->values;
    case NETWORK_GRADIENT: return network->gradient;
    case NETWORK_SLOT_0: return network->slots[0];
    case NETWORK_SLOT_1: return network->slots[1];
  }
  return 0;
}

/** Units from..to of a weight matrix [blocks * units][n] go to panels of its transpose [n][blocks] and of itself
    [blocks][n]. The panels hold `blocks` blocks of the layer from `first` on. */
static void pack_blocks(const Layer *layer, const float *weights, int n, int first, int blocks, Share units,
                        float *panels, float *panels_back) {
  const int *order = form_of(layer->cell)->order;
  int columns = blocks * layer->block, count = units.to - units.from;
  for (int block = 0; block < blocks; block++) {
    const float *from = weights + ((size_t)order[first + block] * layer->units + units.from) * n;
    int at = block * layer->block + units.from;
    pack_transposed(panels, n, columns, 0, at, from, n, n, count);
    pack(panels_back, columns, padded(n), at, 0, from, n, count, n);
  }
}

/** b_ih of the blocks that the input adds to, and b_hh of those that the hidden state adds to. */
static void sum_biases(const Network *network, const Layer *layer, Share units) {
  const CellForm *form = form_of(layer->cell);
  const float *ih = network->values + layer->bias_ih, *hh = network->values + layer->bias_hh;
  for (int block = 0; block < form->blocks; block++)
    for (int unit = units.from; unit < units.to; unit++) {
      int row = form->order[block] * layer->units + unit;
      float input = block < form->input_blocks ? ih[row] : 0, state = block >= form->state_block ? hh[row] : 0;
      layer->bias[block * layer->block + unit] = input + state;
    }
}

/** Peephole weights of some units, diagonal ones in blocks, full ones in panels. */
static void prepare_peepholes(const Network *network, const Layer *layer, Share units) {
  const float *weights = network->values + layer->weight_ch;
  if (form_of(layer->cell)->peepholes == DIAGONAL_PEEPHOLES)
    for (int block = 0; block < PEEPHOLE_BLOCKS; block++)
      for (int unit = units.from; unit < units.to; unit++)
        layer->peepholes[block * layer->block + unit] = weights[block * layer->units + unit];
  if (form_of(layer->cell)->peepholes != FULL_PEEPHOLES) return;
  pack_blocks(layer, weights, layer->units, I, 2, units, layer->old_panels, layer->old_panels_back);
  weights -= (size_t)(O - PEEP_O) * layer->units * layer->units; // o is the third block here, the fourth of the gates
  pack_blocks(layer, weights, layer->units, O, 1, units, layer->new_panels, layer->new_panels_back);
}

/** A thread's units of a layer. */
static void prepare_layer(const Network *network, int k, int thread, int threads) {
  const Layer *layer = &network->layers[k];
  const CellForm *form = form_of(layer->cell);
  const float *ih = network->values + layer->weight_ih, *hh = network->values + layer->weight_hh;
  Share units = share_of(layer->units, thread, threads);
  int by_state = form->state_blocks - form->resets_before;
  sum_biases(network, layer, units);
  if (k > 0 || !is_one_hot(network))
    pack_blocks(layer, ih, layer->inputs, 0, form->input_blocks, units, layer->input_panels, layer->input_panels_back);
  pack_blocks(layer, hh, layer->units, form->state_block, by_state, units, layer->state_panels,
              layer->state_panels_back);
  if (form->resets_before)
    pack_blocks(layer, hh, layer->units, by_state, 1, units, layer->reset_panels, layer->reset_panels_back);
  prepare_peepholes(network, layer, units);
}

/** A thread's part of what is made ready, but for the table, which is made when it is asked for. */
static void prepare_share(Network *network, int thread, int threads) {
  for (int k = 0; k < network->layer_count; k++) prepare_layer(network, k, thread, threads);
  if (network->outputs) head_prepare(network, thread, threads);
}

static void prepare_job(void *object, Team *team, int thread, int threads) {
  (void)team;
  prepare_share(*(Network **)object, thread, threads);
}

/** The values are others now. */
static void forget_table(Network *network) {
  network->table_is_ready = false;
  network->rows_read = 0;
}

EXPORTED void network_prepare(Team *team, Network *network) {
  team_run(team, prepare_job, &network, sizeof network, team_size(team));
  forget_table(network);
}

typedef struct { Network *network; Update update; } UpdateJob;
_Static_assert(sizeof(UpdateJob) <= MOST_OBJECT, "a job is copied");

static void update_job(void *object, Team *team, int thread, int threads) {
  UpdateJob *job = object;
  update_share(job->network, &job->update, thread, threads);
  team_meet(team, thread, threads);
  prepare_share(job->network, thread, threads);
}

EXPORTED void network_update(Team *team, Network *network, int optimiser, double rate, double scale, double limit,
                             double decay, double a, double b, double epsilon, double update) {
  UpdateJob job = {network, {optimiser, rate, scale, limit, decay, a, b, epsilon, update}};
  if (!network->gradient) return;
  team_run(team, update_job, &job, sizeof job, team_size(team));
  forget_table(network);
}

typedef struct { Network *network; double limit; } NormJob;

static void norm_job(void *object, Team *team, int thread, int threads) {
  NormJob *job = object;
  (void)team;
  square_norm_share(job->network, job->limit, thread, threads);
}

EXPORTED double network_square_norm(Team *team, Network *network, double limit) {
  NormJob job = {network, limit};
  if (!network->gradient) return 0;
  team_run(team, norm_job, &job, sizeof job, team_size(team));
  return square_norm_total(network);
}
