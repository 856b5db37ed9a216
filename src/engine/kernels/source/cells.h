#pragma once
#include "network.h"

/* The cells as others see them: how their gates lie, and the rows that they work on. */

/** Blocks of peephole weights: the gates i and f see the old cell state, o the new one. */
enum { PEEP_I, PEEP_F, PEEP_O, PEEPHOLE_BLOCKS };

/** Blocks of a row of gates. GRU after: m = W_hn h + b_hn, what the reset gate acts on. */
enum { I, F, G, O };
enum { AFTER_N, AFTER_R, AFTER_Z, AFTER_M };
enum { BEFORE_R, BEFORE_Z, BEFORE_N };

static const CellForm elman_form = {.blocks = 1, .weight_blocks = 1, .input_blocks = 1, .state_blocks = 1};
static const CellForm lstm_form = {.blocks = 4, .weight_blocks = 4, .input_blocks = 4, .state_blocks = 4,
                                   .order = {0, 1, 2, 3}, .has_cell_state = true};
static const CellForm lstm_diagonal_form = {.blocks = 4, .weight_blocks = 4, .input_blocks = 4, .state_blocks = 4,
                                            .order = {0, 1, 2, 3}, .has_cell_state = true,
                                            .peepholes = DIAGONAL_PEEPHOLES};
static const CellForm lstm_full_form = {.blocks = 4, .weight_blocks = 4, .input_blocks = 4, .state_blocks = 4,
                                        .order = {0, 1, 2, 3}, .has_cell_state = true, .peepholes = FULL_PEEPHOLES};
static const CellForm gru_after_form = {.blocks = 4, .weight_blocks = 3, .input_blocks = 3, .state_block = AFTER_R,
                                        .state_blocks = 3, .order = {2, 0, 1, 2}, .has_old_share = true};
static const CellForm gru_before_form = {.blocks = 3, .weight_blocks = 3, .input_blocks = 3, .state_blocks = 3,
                                         .order = {0, 1, 2}, .has_old_share = true, .resets_before = true};

static const CellForm *form_of(int cell) {
  if (cell == LSTM || cell == LSTM_SIGMOID) return &lstm_form;
  if (cell == LSTM_DIAGONAL || cell == LSTM_DIAGONAL_SIGMOID) return &lstm_diagonal_form;
  if (cell == LSTM_FULL || cell == LSTM_FULL_SIGMOID) return &lstm_full_form;
  if (cell == GRU_AFTER_KEEP || cell == GRU_AFTER_REPLACE) return &gru_after_form;
  if (cell == GRU_BEFORE_KEEP || cell == GRU_BEFORE_REPLACE) return &gru_before_form;
  return &elman_form;
}

/** One lane's rows of a time step, n floats a block. h0, c0: the state before it. */
typedef struct {
  int n;
  float *gates;
  const float *h0, *c0;
  float *h, *c;
  float *reset; // r * h0
  const float *peepholes;
} Forward;

/** Likewise backward. d_h is the local part, `carried` what comes from the time step after; d_h becomes their sum. */
typedef struct {
  int n;
  const float *gates, *h0, *h, *c0, *c;
  float *slopes;
  float *d_h, *carried;       // carried: out, what the new state's mixture hands to the old
  float *d_c, *carried_cell;  // d_c: out; carried_cell: in and out
  const float *d_reset;       // dL/d(r * h0)
  const float *peepholes;
} Backward;
