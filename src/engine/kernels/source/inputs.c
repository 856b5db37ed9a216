#include "cells.h"

/*
 * What the input adds to the gates of a layer: x W_ih^T + b. Of symbols it can be looked up in a table, where each
 * symbol is multiplied once: one-hot input always is (its product is a column of W_ih), embedded symbols are where that
 * is less work. Otherwise the symbols' vectors are gathered and become dense rows. Both ways give the same bits.
 */

/** With more symbols than that, a table takes more memory than it is worth. */
enum { MOST_TABLED = 4096 };

static bool is_one_hot(const Network *network) { return network->vocabulary > 0 && network->features == 0; }
static bool may_use_table(int vocabulary, int features) {
  return vocabulary > 0 && (features == 0 || vocabulary <= MOST_TABLED);
}

/**
 * Whether a forward pass over `time` time steps uses the table. Where a backward pass may follow, that depends on
 * the sizes alone, so that a resumed training does the same. Where none does, the table is made once as many rows were
 * read as it has: a sampler reads row by row.
 */
static bool wants_table(const Pass *pass, int time) {
  const Network *network = pass->network;
  double rows = (double)time * pass->batch;
  if (!network->table) return false;
  if (is_one_hot(network)) return true;
  if (pass->keep & KEEP_GRADIENTS) return network->vocabulary <= rows;
  return network->table_is_ready || network->rows_read + rows >= network->vocabulary;
}

/** Copies n floats, a whole number of vectors. */
INLINE void copy_vectors(float *to, const float *from, int n) {
  for (int i = 0; i < n; i += VECTOR) store(to + i, load(from + i));
}

/** The columns of W_ih become rows of the table: [vocabulary][input blocks] += W_ih^T. */
static void add_columns(Network *network, Share symbols) {
  const Layer *layer = &network->layers[0];
  const CellForm *form = form_of(layer->cell);
  for (int block = 0; block < form->input_blocks; block++)
    for (int unit = 0; unit < layer->units; unit++) {
      size_t row = (size_t)form->order[block] * layer->units + unit;
      const float *weights = network->values + layer->weight_ih + row * layer->inputs;
      float *to = network->table + (size_t)block * layer->block + unit;
      for (int symbol = symbols.from; symbol < symbols.to; symbol++)
        to[(size_t)symbol * layer->stride] += weights[symbol];
    }
}

/** Fills this thread's rows of the table: b + E W_ih^T, or b + W_ih^T. */
static void prepare_table(Network *network, int thread, int threads) {
  const Layer *layer = &network->layers[0];
  const CellForm *form = form_of(layer->cell);
  Share symbols = share_of(network->vocabulary, thread, threads);
  int width = form->blocks * layer->block, k = network->features, count = symbols.to - symbols.from;
  float *rows = network->table + (size_t)symbols.from * layer->stride;
  for (int i = 0; i < count; i++) copy_vectors(rows + (size_t)i * layer->stride, layer->bias, width);
  if (is_one_hot(network)) add_columns(network, symbols);
  else
    multiply((Rows){1, count, 0, k}, network->values + network->embedding + (size_t)symbols.from * k,
             layer->input_panels, k, form->input_blocks * layer->block, (Rows){1, count, 0, layer->stride}, rows, true);
}

/** Own lanes of time steps time0..time1 as rows of a matrix that has all lanes. */
static Rows rows_of(OwnLanes own, int time0, int time1, size_t stride) {
  return (Rows){time1 - time0, own.lanes.to - own.lanes.from, own.pass->batch * stride, stride};
}

/** The row of a lane at a time step. */
static size_t row_at(const Pass *pass, int time, int lane) { return (size_t)time * pass->batch + lane; }

/** The row of gates of a lane at a time step (from 0); without KEEP_GATES there is but one time step. */
static float *gates_at(const Pass *pass, int k, int time, int lane) {
  int index = pass->keep & KEEP_GATES ? time : 0;
  return pass->layers[k].gates + row_at(pass, index, lane) * pass->network->layers[k].stride;
}

/** Puts the vectors of own symbols into the dense rows. */
static void gather_vectors(OwnLanes own, int time) {
  const Pass *pass = own.pass;
  const Network *network = pass->network;
  for (int t = 0; t < time; t++)
    for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
      size_t row = row_at(pass, t, lane);
      const float *vector = network->values + network->embedding + (size_t)pass->symbols[row] * network->features;
      float *to = pass->features + row * pass->features_stride;
      for (int i = 0; i < network->features; i++) to[i] = vector[i];
    }
}

/** What layer k reads at a time step (from 0), the row of lane 0, and its stride. */
typedef struct { float *rows; size_t stride; } Read;
static Read read_by(const Pass *pass, int k, int time) {
  const PassLayer *below = &pass->layers[k - 1];
  size_t stride = k == 0 ? pass->features_stride : below->hidden_stride;
  float *rows = k == 0                       ? pass->features
                : is_dropping(pass, k - 1) ? below->dropped
                                           : below->hidden + (size_t)pass->batch * stride;
  return (Read){rows + row_at(pass, time, 0) * stride, stride};
}

/** Own rows of gates of one time step begin as the table's rows. */
static void look_up(OwnLanes own, int time, int width) {
  const Pass *pass = own.pass;
  size_t stride = pass->network->layers[0].stride;
  for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
    size_t symbol = pass->symbols[row_at(pass, time, lane)];
    copy_vectors(gates_at(pass, 0, time, lane), pass->network->table + symbol * stride, width);
  }
}

/** Drops own rows of layer k of time steps time0..time1: from `from` (row of time step 0, lane 0) to `to`. */
static void drop_rows(OwnLanes own, int k, int time0, int time1, const float *from, float *to) {
  const PassLayer *at = &own.pass->layers[k];
  for (int time = time0; time < time1; time++)
    for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
      size_t row = row_at(own.pass, time, lane), place = row * at->hidden_stride;
      drop_row(&at->dropout, row, from + place, to + place, own.pass->network->layers[k].block);
    }
}

/** Own rows of gates of time steps time0..time1 begin as what the input gives: b + x W_ih^T. */
static void begin_sums(OwnLanes own, int k, int time0, int time1) {
  const Pass *pass = own.pass;
  const Layer *layer = &pass->network->layers[k];
  const CellForm *form = form_of(layer->cell);
  int width = form->blocks * layer->block;
  bool uses_table = k == 0 && pass->uses_table;
  for (int time = time0; time < time1; time++)
    if (uses_table) look_up(own, time, width);
    else
      for (int lane = own.lanes.from; lane < own.lanes.to; lane++)
        copy_vectors(gates_at(pass, k, time, lane), layer->bias, width);
  if (uses_table) return;
  if (k > 0 && is_dropping(pass, k - 1)) {
    const PassLayer *below = &pass->layers[k - 1];
    drop_rows(own, k - 1, time0, time1, below->hidden + (size_t)pass->batch * below->hidden_stride, below->dropped);
  }
  Read read = read_by(pass, k, time0);
  multiply(rows_of(own, time0, time1, read.stride), read.rows + own.lanes.from * read.stride, layer->input_panels,
           layer->inputs, form->input_blocks * layer->block, rows_of(own, time0, time1, layer->stride),
           gates_at(pass, k, time0, own.lanes.from), true);
}

/** Whether a backward pass goes on to what layer k reads: the layer below, or dense rows. */
static bool has_input_gradient(const Pass *pass, int k) { return k > 0 || !pass->uses_table; }

/** dL/dx = slopes W_ih of own rows of time steps time0..time1, for the layer below or by the dense rows.
    slopes: the first own row of time0. */
static void input_gradient(OwnLanes own, int k, int time0, int time1, const float *slopes) {
  const Pass *pass = own.pass;
  const Layer *layer = &pass->network->layers[k];
  size_t stride = k == 0 ? (size_t)pass->features_stride : (size_t)pass->layers[k - 1].hidden_stride;
  float *rows = k == 0 ? pass->feature_gradient : pass->layers[k - 1].hidden_gradient + pass->batch * stride;
  multiply(rows_of(own, time0, time1, layer->stride), slopes, layer->input_panels_back,
           form_of(layer->cell)->input_blocks * layer->block, padded(layer->inputs), rows_of(own, time0, time1, stride),
           rows + row_at(pass, time0, own.lanes.from) * stride, false);
  if (k > 0 && is_dropping(pass, k - 1)) drop_rows(own, k - 1, time0, time1, rows, rows);
}
