#include "cells.h"

/*
 * A window forward through time; windowsBack.c carries it back. A thread carries its own lanes through all layers and
 * time steps: lanes do not see each other, so that nobody waits for anybody.
 */

/** Rows of gates that one product with the input's weights is about: they stay in the L2 cache from or to the cell. */
enum { ROWS_AT_ONCE = 128 };
static int times_at_once(OwnLanes own) {
  int lanes = own.lanes.to - own.lanes.from;
  return lanes > 0 && lanes < ROWS_AT_ONCE ? ROWS_AT_ONCE / lanes : 1;
}

/** Columns of the product with the hidden state, without those that the reset gate comes before. */
static int state_columns(const Layer *layer) {
  const CellForm *form = form_of(layer->cell);
  return (form->state_blocks - form->resets_before) * layer->block;
}

/** Where the cell state after `time` time steps stands, row of lane 0. */
static float *cell_states(const Pass *pass, int k, int time) {
  const PassLayer *at = &pass->layers[k];
  int index = pass->keep & KEEP_GATES || time == 0 ? time : 1;
  return at->cell ? at->cell + row_at(pass, index, 0) * at->hidden_stride : 0;
}

/** The rows of r * h0 of a time step (from 0), row of lane 0. */
static float *reset_rows(const Pass *pass, int k, int time) {
  const PassLayer *at = &pass->layers[k];
  int index = pass->keep & KEEP_GATES ? time : 0;
  return at->reset_hidden ? at->reset_hidden + row_at(pass, index, 0) * at->hidden_stride : 0;
}

/** A lane's row of a matrix that may not be there. */
static float *row_of(float *rows, int lane, size_t stride) { return rows ? rows + lane * stride : 0; }

/** The rows of a lane for time step `time` (from 0) of layer k. */
static Forward forward_row(const Pass *pass, int k, int time, int lane) {
  const PassLayer *at = &pass->layers[k];
  size_t stride = at->hidden_stride;
  return (Forward){
      .n = pass->network->layers[k].block,
      .gates = gates_at(pass, k, time, lane),
      .h0 = at->hidden + row_at(pass, time, lane) * stride,
      .h = at->hidden + row_at(pass, time + 1, lane) * stride,
      .c0 = row_of(cell_states(pass, k, time), lane, stride),
      .c = row_of(cell_states(pass, k, time + 1), lane, stride),
      .reset = row_of(reset_rows(pass, k, time), lane, stride),
      .peepholes = pass->network->layers[k].peepholes,
  };
}

/** GRU whose reset gate comes before the product: the reset gate, and then the product of r h0 with the last block. */
static void reset_before(OwnLanes own, int k, int time) {
  const Pass *pass = own.pass;
  const Layer *layer = &pass->network->layers[k];
  size_t stride = pass->layers[k].hidden_stride;
  for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
    Forward row = forward_row(pass, k, time, lane);
    gru_before_reset(&row);
  }
  multiply(rows_of(own, 0, 1, stride), reset_rows(pass, k, time) + own.lanes.from * stride, layer->reset_panels,
           layer->units, layer->block, rows_of(own, 0, 1, layer->stride),
           gates_at(pass, k, time, own.lanes.from) + BEFORE_N * layer->block, true);
}

/** Full peepholes: adds own rows of the cell state after `time` time steps times a matrix to blocks of the gates of
    time step `step` (from 0). */
static void add_peepholes(OwnLanes own, int k, int time, int step, const float *panels, int first, int blocks) {
  const Layer *layer = &own.pass->network->layers[k];
  size_t stride = own.pass->layers[k].hidden_stride;
  multiply(rows_of(own, 0, 1, stride), cell_states(own.pass, k, time) + own.lanes.from * stride, panels, layer->units,
           blocks * layer->block, rows_of(own, 0, 1, layer->stride),
           gates_at(own.pass, k, step, own.lanes.from) + first * layer->block, true);
}

/** LSTM with full peepholes: what follows the new cell state. */
static void output_forward(OwnLanes own, int k, int time) {
  add_peepholes(own, k, time + 1, time, own.pass->network->layers[k].new_panels, O, 1);
  for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
    Forward row = forward_row(own.pass, k, time, lane);
    lstm_output_forward(&row);
  }
}

/** One time step (from 0) of layer k, whose gates hold what the input gave. */
static void step_forward(OwnLanes own, int k, int time) {
  const Pass *pass = own.pass;
  const Layer *layer = &pass->network->layers[k];
  const CellForm *form = form_of(layer->cell);
  size_t stride = pass->layers[k].hidden_stride;
  multiply(rows_of(own, 0, 1, stride), pass->layers[k].hidden + row_at(pass, time, own.lanes.from) * stride,
           layer->state_panels, layer->units, state_columns(layer), rows_of(own, 0, 1, layer->stride),
           gates_at(pass, k, time, own.lanes.from) + form->state_block * layer->block, true);
  if (form->resets_before) reset_before(own, k, time);
  if (form->peepholes == FULL_PEEPHOLES) add_peepholes(own, k, time, time, layer->old_panels, I, 2);
  for (int lane = own.lanes.from; lane < own.lanes.to; lane++) {
    Forward row = forward_row(pass, k, time, lane);
    cell_forward(layer->cell, &row);
  }
  if (form->peepholes == FULL_PEEPHOLES) output_forward(own, k, time);
}

/** Own lanes through all layers. */
static void window_forward(OwnLanes own, int time) {
  const Pass *pass = own.pass;
  const Network *network = pass->network;
  int at_once = pass->keep & KEEP_GATES ? times_at_once(own) : 1;
  if (network->vocabulary && !pass->uses_table) gather_vectors(own, time);
  for (int k = 0; k < network->layer_count; k++)
    for (int t = 0; t < time; t++) {
      if (t % at_once == 0) begin_sums(own, k, t, t + at_once < time ? t + at_once : time);
      step_forward(own, k, t);
      beat(own);
    }
}
