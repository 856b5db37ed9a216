#include "cells.h"

/* A window backward through time, lane by lane as it went forward (windows.c), and the norms of what arrives. */

/** A backward pass of own lanes. */
typedef struct {
  OwnLanes own;
  int time, want;
  bool keeps_gates; // slopes go elsewhere, time step by time step
  int kind;         // OF_ALL, OF_LAST
} Backwards;

/** Slopes of a time step (from 0), row of lane 0. */
static float *slopes_at(const Backwards *walk, int k, int time) {
  return walk->keeps_gates ? walk->own.pass->layers[k].slopes : gates_at(walk->own.pass, k, time, 0);
}

/** The gradient by the hidden state after `time` time steps, row of lane 0. */
static float *hidden_gradient_at(const Pass *pass, int k, int time) {
  return pass->layers[k].hidden_gradient + row_at(pass, time, 0) * pass->layers[k].hidden_stride;
}
static float *cell_gradient_at(const Pass *pass, int k, int time) {
  const PassLayer *at = &pass->layers[k];
  bool is_kept = pass->keep & KEEP_STATE_GRADIENTS;
  return at->cell_gradient ? at->cell_gradient + row_at(pass, is_kept ? time : 0, 0) * at->hidden_stride : 0;
}

/** The rows of a lane for time step `time` (from 0) of layer k. */
static Backward backward_row(const Backwards *walk, int k, int time, int lane) {
  const Pass *pass = walk->own.pass;
  const PassLayer *at = &pass->layers[k];
  size_t stride = at->hidden_stride;
  Forward forward = forward_row(pass, k, time, lane);
  return (Backward){
      .n = forward.n,
      .gates = forward.gates,
      .slopes = slopes_at(walk, k, time) + (size_t)lane * pass->network->layers[k].stride,
      .h0 = forward.h0,
      .h = forward.h,
      .c0 = forward.c0,
      .c = forward.c,
      .d_h = hidden_gradient_at(pass, k, time + 1) + lane * stride,
      .carried = at->carried + lane * stride,
      .d_c = row_of(cell_gradient_at(pass, k, time + 1), lane, stride),
      .carried_cell = row_of(at->carried_cell, lane, stride),
      .d_reset = row_of(at->reset_gradient, lane, stride),
      .peepholes = forward.peepholes,
  };
}

/** sum x^2 of a row of units, in double: gradients that have vanished count too. */
static double square_of_row(const float *row, int n) {
  typedef float Half __attribute__((vector_size(VECTOR * 2), aligned(4), may_alias));
  typedef double Doubles __attribute__((vector_size(VECTOR * 4)));
  enum { HALF_VECTOR = VECTOR / 2 };
  Doubles sums = {0};
  for (int i = 0; i < n; i += HALF_VECTOR) {
    Doubles x = __builtin_convertvector(*(const Half *)(row + i), Doubles);
    sums += x * x;
  }
  double sum = 0;
  for (int i = 0; i < HALF_VECTOR; i++) sum += sums[i];
  return sum;
}

/** Writes down the squared norm of a lane's row for one point of a curve. */
static void note_norm(const Backwards *walk, int k, int curve, int time, int lane, const float *row) {
  const Pass *pass = walk->own.pass;
  size_t at = row_at(pass, curve * (pass->window + 1) + time, lane);
  pass->layers[k].squares[walk->kind][at] = row ? square_of_row(row, pass->network->layers[k].block) : 0;
}

/** The cell's part of a time step, lane by lane; with full peepholes d_c is known later. */
static void cells_backward(const Backwards *walk, int k, int time) {
  int cell = walk->own.pass->network->layers[k].cell;
  bool has_cell_norm = walk->want & WANT_NORMS && form_of(cell)->peepholes != FULL_PEEPHOLES;
  for (int lane = walk->own.lanes.from; lane < walk->own.lanes.to; lane++) {
    Backward row = backward_row(walk, k, time, lane);
    if (walk->want & WANT_NORMS) {
      note_norm(walk, k, NORM_LOCAL, time + 1, lane, row.d_h);
      note_norm(walk, k, NORM_CARRIED, time + 1, lane, row.carried);
    }
    cell_backward(cell, &row);
    if (walk->want & WANT_NORMS) {
      note_norm(walk, k, NORM_TOTAL, time + 1, lane, row.d_h);
    }
    if (has_cell_norm) note_norm(walk, k, NORM_CELL, time + 1, lane, row.d_c);
  }
}

/** GRU whose reset gate comes before the product: dL/d(r h0) from the candidate's slopes, then the reset gate's own. */
static void reset_before_backward(const Backwards *walk, int k, int time) {
  const Pass *pass = walk->own.pass;
  const Layer *layer = &pass->network->layers[k];
  size_t stride = pass->layers[k].hidden_stride;
  const float *slopes = slopes_at(walk, k, time) + (size_t)walk->own.lanes.from * layer->stride;
  multiply(rows_of(walk->own, 0, 1, layer->stride), slopes + BEFORE_N * layer->block, layer->reset_panels_back,
           layer->block, layer->block, rows_of(walk->own, 0, 1, stride),
           pass->layers[k].reset_gradient + walk->own.lanes.from * stride, false);
  for (int lane = walk->own.lanes.from; lane < walk->own.lanes.to; lane++) {
    Backward row = backward_row(walk, k, time, lane);
    gru_before_reset_backward(&row);
  }
}

/** Full peepholes: adds own slopes of blocks of the gates times a matrix to what the cell states get. */
static void add_peepholes_back(const Backwards *walk, int k, int time, const float *panels, int first, int blocks) {
  const Pass *pass = walk->own.pass;
  const Layer *layer = &pass->network->layers[k];
  size_t stride = pass->layers[k].hidden_stride;
  const float *slopes = slopes_at(walk, k, time) + (size_t)walk->own.lanes.from * layer->stride;
  multiply(rows_of(walk->own, 0, 1, layer->stride), slopes + first * layer->block, panels, blocks * layer->block,
           layer->block, rows_of(walk->own, 0, 1, stride),
           pass->layers[k].carried_cell + walk->own.lanes.from * stride, true);
}

/** LSTM with full peepholes: from the output gate's slopes to the new cell state, and from there on. */
static void full_peepholes_backward(const Backwards *walk, int k, int time) {
  const Layer *layer = &walk->own.pass->network->layers[k];
  add_peepholes_back(walk, k, time, layer->new_panels_back, O, 1);
  for (int lane = walk->own.lanes.from; lane < walk->own.lanes.to; lane++) {
    Backward row = backward_row(walk, k, time, lane);
    lstm_full_backward(&row, layer->cell == LSTM_FULL_SIGMOID);
    if (walk->want & WANT_NORMS) note_norm(walk, k, NORM_CELL, time + 1, lane, row.d_c);
  }
  add_peepholes_back(walk, k, time, layer->old_panels_back, I, 2);
}

/** One time step (from 0) back: slopes, and what the state before it gets: `carried` (+)= slopes W_hh. */
static void step_backward(const Backwards *walk, int k, int time) {
  const Pass *pass = walk->own.pass;
  const Layer *layer = &pass->network->layers[k];
  const CellForm *form = form_of(layer->cell);
  size_t stride = pass->layers[k].hidden_stride;
  cells_backward(walk, k, time);
  if (form->resets_before) reset_before_backward(walk, k, time);
  if (form->peepholes == FULL_PEEPHOLES) full_peepholes_backward(walk, k, time);
  const float *slopes = slopes_at(walk, k, time) + (size_t)walk->own.lanes.from * layer->stride;
  multiply(rows_of(walk->own, 0, 1, layer->stride), slopes + form->state_block * layer->block, layer->state_panels_back,
           state_columns(layer), layer->block, rows_of(walk->own, 0, 1, stride),
           pass->layers[k].carried + walk->own.lanes.from * stride, form->has_old_share);
}

/** Own rows of one time step become zero. */
static void clear_own_rows(const Backwards *walk, float *rows, size_t stride, int n) {
  for (int lane = walk->own.lanes.from; rows && lane < walk->own.lanes.to; lane++)
    for (int i = 0; i < n; i += VECTOR) store(rows + lane * stride + i, splat(0));
}
static void copy_own_rows(const Backwards *walk, float *to, const float *from, size_t stride, int n) {
  for (int lane = walk->own.lanes.from; to && lane < walk->own.lanes.to; lane++)
    copy_vectors(to + lane * stride, from + lane * stride, n);
}

/** A lane's row becomes another matrix's row of the next lane, or zero. */
static void carry_row(float *to, const float *from, int lane, size_t stride, int n, bool is_last) {
  if (!is_last) return copy_vectors(to + lane * stride, from + (lane + 1) * stride, n);
  for (int i = 0; i < n; i += VECTOR) store(to + lane * stride + i, splat(0));
}

/** What is left after the first time step belongs to the initial state: all of it is carried. */
static void finish_layer(const Backwards *walk, int k) {
  const Pass *pass = walk->own.pass;
  const PassLayer *at = &pass->layers[k];
  int n = pass->network->layers[k].block, stride = at->hidden_stride;
  copy_own_rows(walk, hidden_gradient_at(pass, k, 0), at->carried, stride, n);
  copy_own_rows(walk, cell_gradient_at(pass, k, 0), at->carried_cell, stride, n);
  if (!(walk->want & WANT_NORMS)) return;
  for (int lane = walk->own.lanes.from; lane < walk->own.lanes.to; lane++) {
    const float *carried = at->carried + (size_t)lane * stride;
    note_norm(walk, k, NORM_TOTAL, 0, lane, carried);
    note_norm(walk, k, NORM_CARRIED, 0, lane, carried);
    note_norm(walk, k, NORM_LOCAL, 0, lane, 0);
    note_norm(walk, k, NORM_CELL, 0, lane, row_of(at->carried_cell, lane, stride));
  }
}

/** Layer k, whose hidden gradients hold their local parts, back through time; chained, on from where the window after
    it left off. */
static void layer_backward(const Backwards *walk, int k) {
  const Pass *pass = walk->own.pass;
  const PassLayer *at = &pass->layers[k];
  int n = pass->network->layers[k].block, stride = at->hidden_stride;
  bool is_top = k == pass->network->layer_count - 1;
  if (!(walk->want & WANT_CHAINED)) {
    clear_own_rows(walk, at->carried, stride, n);
    clear_own_rows(walk, at->carried_cell, stride, n);
  }
  int at_once = walk->keeps_gates ? 1 : times_at_once(walk->own);
  for (int time = walk->time - 1; time >= 0; time--) {
    if (is_top && walk->want & WANT_LAST_ONLY && time < walk->time - 1)
      clear_own_rows(walk, hidden_gradient_at(pass, k, time + 1), stride, n);
    step_backward(walk, k, time);
    beat(walk->own);
    if (time % at_once == 0 && has_input_gradient(pass, k))
      input_gradient(walk->own, k, time, time + at_once < walk->time ? time + at_once : walk->time,
                     slopes_at(walk, k, time) + (size_t)walk->own.lanes.from * pass->network->layers[k].stride);
  }
  finish_layer(walk, k);
}

/** All layers back, from dL/d(output) on. */
static void window_backward(const Backwards *walk) {
  if (walk->own.lanes.from == walk->own.lanes.to) return;
  for (int k = walk->own.pass->network->layer_count - 1; k >= 0; k--) layer_backward(walk, k);
}

/** What the initial states of the lane after each own lane got becomes what is carried into it: nothing into the last. */
static void carry_from_next_lane(OwnLanes own) {
  const Pass *pass = own.pass;
  for (int k = 0; k < pass->network->layer_count; k++) {
    const PassLayer *at = &pass->layers[k];
    int n = pass->network->layers[k].block, stride = at->hidden_stride;
    for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
      bool is_last = lane == pass->batch - 1;
      const float *hidden = hidden_gradient_at(pass, k, 0), *cell = cell_gradient_at(pass, k, 0);
      carry_row(at->carried, hidden, lane, stride, n, is_last);
      if (at->carried_cell) carry_row(at->carried_cell, cell, lane, stride, n, is_last);
    }
  }
}

/** L2 over units, root mean square over the batch, in an order of its own; by one thread, once all lanes are done. */
static void sum_norms(Pass *pass, int kind, int time) {
  for (int k = 0; k < pass->network->layer_count; k++)
    for (int curve = 0; curve < NORM_CURVES; curve++)
      for (int t = 0; t <= time; t++) {
        int point = curve * (pass->window + 1) + t;
        const double *squares = pass->layers[k].squares[kind] + row_at(pass, point, 0);
        double sum = 0;
        for (int lane = 0; lane < pass->batch; lane++) sum += squares[lane];
        pass->layers[k].norms[kind][point] = __builtin_sqrt(sum / pass->batch);
      }
}
