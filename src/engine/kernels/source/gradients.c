#include "cells.h"

/*
 * Gradients by the weights, once the slopes of all lanes and time steps stand in the rows of gates. The threads share
 * what is computed; every sum goes over the rows in ascending order, whoever computes it.
 */

/** Rows that are summed over: pieces of a window, so that what is done with their slopes finds them in the L2 cache. */
typedef struct { int from, to; } Piece;
enum { ROWS_OF_PIECE = 256 };

/** Blocks of a layer that one thread computes: columns from..to of the rows of gates, whole vectors. */
static Share own_columns(const Layer *layer, int first_block, int blocks, int thread, int threads) {
  Share vectors = share_of(blocks * layer->block / VECTOR, thread, threads);
  int first = first_block * layer->block;
  return (Share){first + vectors.from * VECTOR, first + vectors.to * VECTOR};
}

/** A stretch of columns that is rows of a weight matrix in PyTorch's order: column `column` is row `row`. */
typedef struct { int column, row, count; } Stretch;

/** The first stretch of columns from..to, of as many blocks as follow each other in PyTorch's order too. */
static Stretch stretch_of(const Layer *layer, int from, int to) {
  const int *order = form_of(layer->cell)->order;
  int block = from / layer->block, in_block = from % layer->block, end = block * layer->block + layer->units;
  while (layer->units == layer->block && end < to && order[end / layer->block] == order[end / layer->block - 1] + 1)
    end += layer->block;
  return (Stretch){from, order[block] * layer->units + in_block, (to < end ? to : end) - from};
}

/** The column where the next stretch begins: padding is skipped. */
static int after_stretch(const Layer *layer, Stretch stretch) {
  return (stretch.column + (stretch.count > 0 ? stretch.count - 1 : 0)) / layer->block * layer->block + layer->block;
}

/** Own rows of a weight matrix [..][n]: (+)= A^T B over the rows of a piece. A: rows of gates, of which own columns. */
static void weight_rows(const Layer *layer, Share columns, Piece piece, const float *a, const float *b, size_t b_stride,
                        int n, float *weights) {
  a += (size_t)piece.from * layer->stride;
  b += piece.from * b_stride;
  for (int from = columns.from; from < columns.to;) {
    Stretch stretch = stretch_of(layer, from, columns.to);
    if (stretch.count > 0)
      multiply_transposed(piece.to - piece.from, a + from, layer->stride, stretch.count, b, b_stride, n,
                          weights + (size_t)stretch.row * n, n, piece.from > 0);
    from = after_stretch(layer, stretch);
  }
}

/** Sums of a vector of columns, of SUMMED rows at a time and then of those, so that long sums lose no digits. */
static vf sum_columns(const float *columns, size_t stride, int rows) {
  enum { SUMMED = 64 };
  vf sum = splat(0);
  for (int first = 0; first < rows; first += SUMMED) {
    vf part = splat(0);
    for (int i = first; i < rows && i < first + SUMMED; i++) part += load(columns + i * stride);
    sum += part;
  }
  return sum;
}

/** Writes the sums of a vector of columns to the biases that they belong to. */
static void write_biases(const Layer *layer, float *gradient, int column, vf sums) {
  const CellForm *form = form_of(layer->cell);
  int block = column / layer->block, unit = column % layer->block, row = form->order[block] * layer->units + unit;
  float numbers[VECTOR];
  store(numbers, sums);
  for (int i = 0; i < VECTOR && unit + i < layer->units; i++) {
    if (block < form->input_blocks) gradient[layer->bias_ih + row + i] = numbers[i];
    if (block >= form->state_block) gradient[layer->bias_hh + row + i] = numbers[i];
  }
}

/** Sums of a vector of columns times another matrix's, likewise. */
static vf sum_products(const float *a, size_t a_stride, const float *b, size_t b_stride, int rows) {
  enum { SUMMED = 64 };
  vf sum = splat(0);
  for (int first = 0; first < rows; first += SUMMED) {
    vf part = splat(0);
    for (int i = first; i < rows && i < first + SUMMED; i++) part = madd(load(a + i * a_stride), load(b + i * b_stride), part);
    sum += part;
  }
  return sum;
}

/** Gradient by diagonal peepholes: slopes of a gate times the cell state that it saw, which is the new one for o. */
static void diagonal_gradients(const Pass *pass, int k, int rows, int thread, int threads) {
  const Layer *layer = &pass->network->layers[k];
  const PassLayer *at = &pass->layers[k];
  Share own = own_columns(layer, 0, PEEPHOLE_BLOCKS, thread, threads);
  for (int j = own.from; j < own.to; j += VECTOR) {
    int block = j / layer->block, unit = j % layer->block, gate = block == PEEP_O ? O : block;
    const float *cell = at->cell + (block == PEEP_O ? pass->batch * (size_t)at->hidden_stride : 0) + unit;
    float numbers[VECTOR], *gradient = pass->network->gradient + layer->weight_ch + block * layer->units + unit;
    store(numbers, sum_products(at->gates + gate * layer->block + unit, layer->stride, cell, at->hidden_stride, rows));
    for (int i = 0; i < VECTOR && unit + i < layer->units; i++) gradient[i] = numbers[i];
  }
}

/** Gradient by full peepholes: slopes^T c0 of the gates i and f, slopes^T c of the gate o. */
static void full_gradients(const Pass *pass, int k, Piece piece, int thread, int threads) {
  const Layer *layer = &pass->network->layers[k];
  const PassLayer *at = &pass->layers[k];
  const float *after = at->cell + pass->batch * (size_t)at->hidden_stride;
  float *weights = pass->network->gradient + layer->weight_ch;
  size_t offset = (size_t)(O - PEEP_O) * layer->units * layer->units; // as in prepare_peepholes
  weight_rows(layer, own_columns(layer, I, 2, thread, threads), piece, at->gates, at->cell, at->hidden_stride,
              layer->units, weights);
  weight_rows(layer, own_columns(layer, O, 1, thread, threads), piece, at->gates, after, at->hidden_stride, layer->units,
              weights - offset);
}

/** Gradient by the biases: sums of slopes. What the input adds to is summed by symbol already with a table. */
static void bias_gradients(const Pass *pass, int k, int rows, int thread, int threads) {
  const Network *network = pass->network;
  const Layer *layer = &network->layers[k];
  Share own = own_columns(layer, 0, form_of(layer->cell)->blocks, thread, threads);
  bool has_table = k == 0 && pass->uses_table;
  int summed = has_table ? form_of(layer->cell)->input_blocks * layer->block : 0;
  for (int j = own.from; j < own.to; j += VECTOR) {
    vf sums = j < summed ? sum_columns(network->table_gradient + j, layer->stride, network->vocabulary)
                         : sum_columns(pass->layers[k].gates + j, layer->stride, rows);
    write_biases(layer, network->gradient, j, sums);
  }
}

/** The gradient by the table, own columns: sums of slopes by symbol, begun with zeros. */
static void clear_table_gradient(const Network *network, Share columns) {
  for (int symbol = 0; symbol < network->vocabulary; symbol++)
    for (int j = columns.from; j < columns.to; j += VECTOR)
      store(network->table_gradient + (size_t)symbol * network->layers[0].stride + j, splat(0));
}
static void sum_by_symbol(const Pass *pass, Piece piece, Share columns) {
  const Network *network = pass->network;
  size_t stride = network->layers[0].stride;
  for (int i = piece.from; i < piece.to; i++) {
    float *sums = network->table_gradient + pass->symbols[i] * stride;
    const float *slopes = pass->layers[0].gates + i * stride;
    for (int j = columns.from; j < columns.to; j += VECTOR) store(sums + j, load(sums + j) + load(slopes + j));
  }
}

/** One-hot input: the table's columns from..to are rows of W_ih. */
static void one_hot_gradient(Network *network, Share columns) {
  const Layer *layer = &network->layers[0];
  for (int j = columns.from; j < columns.to; j++) {
    int block = j / layer->block, unit = j % layer->block;
    if (unit >= layer->units) continue;
    size_t row = (size_t)form_of(layer->cell)->order[block] * layer->units + unit;
    float *weights = network->gradient + layer->weight_ih + row * layer->inputs;
    for (int symbol = 0; symbol < network->vocabulary; symbol++)
      weights[symbol] = network->table_gradient[(size_t)symbol * layer->stride + j];
  }
}

/** Gradient by W_ih from the table's, own columns of it: dP^T E. */
static void table_gradients(Network *network, Share columns) {
  const Layer *layer = &network->layers[0];
  if (is_one_hot(network)) one_hot_gradient(network, columns);
  else
    weight_rows(layer, columns, (Piece){0, network->vocabulary}, network->table_gradient,
                network->values + network->embedding, network->features, network->features,
                network->gradient + layer->weight_ih);
}

/** Gradient by W_ih: slopes^T x. */
static void input_gradients(const Pass *pass, int k, Piece piece, Share columns) {
  const Layer *layer = &pass->network->layers[k];
  Read read = read_by(pass, k, 0);
  weight_rows(layer, columns, piece, pass->layers[k].gates, read.rows, read.stride, layer->inputs,
              pass->network->gradient + layer->weight_ih);
}

/** Gradient by W_hh: slopes^T h0; the last block of a cell that resets before: slopes^T (r h0). */
static void state_gradients(const Pass *pass, int k, Piece piece, int thread, int threads) {
  const Layer *layer = &pass->network->layers[k];
  const CellForm *form = form_of(layer->cell);
  const PassLayer *at = &pass->layers[k];
  float *weights = pass->network->gradient + layer->weight_hh;
  int by_state = form->state_blocks - form->resets_before;
  weight_rows(layer, own_columns(layer, form->state_block, by_state, thread, threads), piece, at->gates, at->hidden,
              at->hidden_stride, layer->units, weights);
  if (form->resets_before)
    weight_rows(layer, own_columns(layer, by_state, 1, thread, threads), piece, at->gates, at->reset_hidden,
                at->hidden_stride, layer->units, weights);
}

/** A thread's part of the gradients by W_ih and W_hh of a layer. All slopes have to be there. */
static void weight_gradients(const Pass *pass, int k, int rows, int thread, int threads) {
  const Layer *layer = &pass->network->layers[k];
  Share by_input = own_columns(layer, 0, form_of(layer->cell)->input_blocks, thread, threads);
  bool has_table = k == 0 && pass->uses_table;
  if (has_table) clear_table_gradient(pass->network, by_input);
  for (int from = 0; from < rows; from += ROWS_OF_PIECE) {
    Piece piece = {from, from + ROWS_OF_PIECE < rows ? from + ROWS_OF_PIECE : rows};
    if (has_table) sum_by_symbol(pass, piece, by_input);
    else input_gradients(pass, k, piece, by_input);
    state_gradients(pass, k, piece, thread, threads);
    if (form_of(layer->cell)->peepholes == FULL_PEEPHOLES) full_gradients(pass, k, piece, thread, threads);
    team_beat(pass->team, thread);
  }
  if (form_of(layer->cell)->peepholes == DIAGONAL_PEEPHOLES) diagonal_gradients(pass, k, rows, thread, threads);
  if (has_table) table_gradients(pass->network, by_input);
}

/** Gradient by the symbols' vectors from the table's, whose columns all have to be there: dE = dP W_ih. */
static void embedding_from_table(Network *network, Share symbols) {
  const Layer *layer = &network->layers[0];
  size_t stride = network->embedding_stride;
  int count = symbols.to - symbols.from;
  float *rows = network->embedding_rows + symbols.from * stride;
  multiply((Rows){1, count, 0, layer->stride}, network->table_gradient + (size_t)symbols.from * layer->stride,
           layer->input_panels_back, form_of(layer->cell)->input_blocks * layer->block, padded(network->features),
           (Rows){1, count, 0, stride}, rows, false);
  float *gradient = network->gradient + network->embedding + (size_t)symbols.from * network->features;
  for (size_t symbol = 0; symbol < (size_t)count; symbol++)
    for (int i = 0; i < network->features; i++) gradient[symbol * network->features + i] = rows[symbol * stride + i];
}

/** The same from the gradient by the gathered vectors: sums by symbol. */
static void embedding_from_rows(const Pass *pass, int rows, Share symbols) {
  const Network *network = pass->network;
  size_t features = network->features;
  float *gradient = network->gradient + network->embedding;
  for (size_t i = symbols.from * features; i < symbols.to * features; i++) gradient[i] = 0;
  for (int row = 0; row < rows; row++) {
    int symbol = pass->symbols[row];
    const float *from = pass->feature_gradient + (size_t)row * pass->features_stride;
    if (symbol < symbols.from || symbol >= symbols.to) continue;
    for (size_t i = 0; i < features; i++) gradient[symbol * features + i] += from[i];
  }
}

/** Gradient by the symbols' vectors; with a table, all its columns have to be there. */
static void embedding_gradient(Pass *pass, int rows, int thread, int threads) {
  Share symbols = share_of(pass->network->vocabulary, thread, threads);
  if (pass->uses_table) embedding_from_table(pass->network, symbols);
  else embedding_from_rows(pass, rows, symbols);
}
