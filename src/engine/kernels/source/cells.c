#include "cells.h"
#include "nonlinearities.h"

/*
 * The cells, each as its equations, on one lane's rows of one time step. Forward, gates hold the sums before the gates
 * and then the gates; backward, slopes become dL/dsums (they may lie over the gates). A derivative is named d_x for
 * dL/dx; the sums before a gate x are a_x.
 */

/** x (1 - x), the slope of a sigmoid by its value; 1 - x^2, that of tanh. */
INLINE vf sigmoid_slope(vf x) { return x * (1.0f - x); }
INLINE vf tanh_slope(vf x) { return 1.0f - x * x; }

/** dL/dh in total. */
INLINE vf total_gradient(const Backward *row, int j) {
  vf d_h = load(row->d_h + j) + load(row->carried + j);
  store(row->d_h + j, d_h);
  return d_h;
}

/** phi(a) of an Elman cell. */
INLINE vf activated(const int cell, vf a) {
  return cell == ELMAN_TANH ? vtanh(a) : cell == ELMAN_SIGMOID ? vsigmoid(a) : cell == ELMAN_RELU ? vmax(splat(0), a) : a;
}

/** h = phi(a) */
INLINE void elman_forward(const Forward *row, const int cell) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf a = load(row->gates + j);
    store(row->h + j, activated(cell, a));
  }
}

/** d_a = d_h phi'(a); relu has the slope 0 at 0. */
INLINE void elman_backward(const Backward *row, const int cell) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf d_h = total_gradient(row, j), h = load(row->h + j);
    if (cell == ELMAN_TANH) d_h *= tanh_slope(h);
    if (cell == ELMAN_SIGMOID) d_h *= sigmoid_slope(h);
    if (cell == ELMAN_RELU) d_h = choose(h > 0, d_h, splat(0));
    store(row->slopes + j, d_h);
  }
}

#include "lstm.c"

/** The new hidden state: z keeps the old one, or replaces it by the candidate. */
INLINE vf mixed(bool keep, vf z, vf h0, vf n) { return keep ? madd(z, h0 - n, n) : madd(z, n - h0, h0); }

/** dL/da_n and dL/da_z; what the mixture hands to the old state goes to `carried`. */
typedef struct { vf a_n, a_z; } MixtureSlopes;
INLINE MixtureSlopes mixture_backward(const Backward *row, bool keep, int j, vf z, vf n) {
  vf d_h = total_gradient(row, j), h0 = load(row->h0 + j);
  vf old = keep ? z : 1.0f - z, fresh = keep ? 1.0f - z : z, by_z = keep ? h0 - n : n - h0;
  store(row->carried + j, d_h * old);
  return (MixtureSlopes){d_h * fresh * tanh_slope(n), d_h * by_z * sigmoid_slope(z)};
}

/** r, z = sigmoid(a_r, a_z); n = tanh(a_n + r m); h mixed */
INLINE void gru_after_forward(const Forward *row, bool keep) {
  const int size = row->n;
  for (int j = 0; j < size; j += VECTOR) {
    float *at = row->gates + j;
    vf r = vsigmoid(load(at + AFTER_R * size)), z = vsigmoid(load(at + AFTER_Z * size));
    vf n = vtanh(madd(r, load(at + AFTER_M * size), load(at + AFTER_N * size)));
    store(at + AFTER_R * size, r);
    store(at + AFTER_Z * size, z);
    store(at + AFTER_N * size, n);
    store(row->h + j, mixed(keep, z, load(row->h0 + j), n));
  }
}

INLINE void gru_after_backward(const Backward *row, bool keep) {
  const int size = row->n;
  for (int j = 0; j < size; j += VECTOR) {
    const float *at = row->gates + j;
    vf r = load(at + AFTER_R * size), m = load(at + AFTER_M * size);
    MixtureSlopes d = mixture_backward(row, keep, j, load(at + AFTER_Z * size), load(at + AFTER_N * size));
    float *slopes = row->slopes + j;
    store(slopes + AFTER_N * size, d.a_n);
    store(slopes + AFTER_R * size, d.a_n * m * sigmoid_slope(r));
    store(slopes + AFTER_Z * size, d.a_z);
    store(slopes + AFTER_M * size, d.a_n * r);
  }
}

/** r, z = sigmoid(a_r, a_z), and r h0, whose product is then added to a_n. */
INLINE void gru_before_reset(const Forward *row) {
  const int size = row->n;
  for (int j = 0; j < size; j += VECTOR) {
    float *at = row->gates + j;
    vf r = vsigmoid(load(at + BEFORE_R * size));
    store(at + BEFORE_R * size, r);
    store(at + BEFORE_Z * size, vsigmoid(load(at + BEFORE_Z * size)));
    store(row->reset + j, r * load(row->h0 + j));
  }
}

/** n = tanh(a_n); h mixed */
INLINE void gru_before_forward(const Forward *row, bool keep) {
  const int size = row->n;
  for (int j = 0; j < size; j += VECTOR) {
    float *at = row->gates + j;
    vf n = vtanh(load(at + BEFORE_N * size));
    store(at + BEFORE_N * size, n);
    store(row->h + j, mixed(keep, load(at + BEFORE_Z * size), load(row->h0 + j), n));
  }
}

INLINE void gru_before_backward(const Backward *row, bool keep) {
  const int size = row->n;
  for (int j = 0; j < size; j += VECTOR) {
    const float *at = row->gates + j;
    MixtureSlopes d = mixture_backward(row, keep, j, load(at + BEFORE_Z * size), load(at + BEFORE_N * size));
    store(row->slopes + BEFORE_Z * size + j, d.a_z);
    store(row->slopes + BEFORE_N * size + j, d.a_n);
  }
}

/** From dL/d(r h0), which is known once a_n's slopes are: d_a_r, and the old state's share. */
INLINE void gru_before_reset_backward(const Backward *row) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf r = load(row->gates + BEFORE_R * row->n + j), d_reset = load(row->d_reset + j);
    store(row->slopes + BEFORE_R * row->n + j, d_reset * load(row->h0 + j) * sigmoid_slope(r));
    store(row->carried + j, madd(d_reset, r, load(row->carried + j)));
  }
}

/** The cell, after its sums are complete. */
static void cell_forward(int cell, const Forward *row) {
  switch (cell) {
    case ELMAN_TANH: elman_forward(row, ELMAN_TANH); break;
    case ELMAN_RELU: elman_forward(row, ELMAN_RELU); break;
    case ELMAN_IDENTITY: elman_forward(row, ELMAN_IDENTITY); break;
    case ELMAN_SIGMOID: elman_forward(row, ELMAN_SIGMOID); break;
    case LSTM: lstm_forward(row, false, NO_PEEPHOLES); break;
    case LSTM_SIGMOID: lstm_forward(row, true, NO_PEEPHOLES); break;
    case LSTM_DIAGONAL: lstm_forward(row, false, DIAGONAL_PEEPHOLES); break;
    case LSTM_DIAGONAL_SIGMOID: lstm_forward(row, true, DIAGONAL_PEEPHOLES); break;
    case LSTM_FULL: lstm_full_forward(row, false); break;
    case LSTM_FULL_SIGMOID: lstm_full_forward(row, true); break;
    case GRU_AFTER_KEEP: gru_after_forward(row, true); break;
    case GRU_AFTER_REPLACE: gru_after_forward(row, false); break;
    case GRU_BEFORE_KEEP: gru_before_forward(row, true); break;
    case GRU_BEFORE_REPLACE: gru_before_forward(row, false); break;
  }
}

static void cell_backward(int cell, const Backward *row) {
  switch (cell) {
    case ELMAN_TANH: elman_backward(row, ELMAN_TANH); break;
    case ELMAN_RELU: elman_backward(row, ELMAN_RELU); break;
    case ELMAN_IDENTITY: elman_backward(row, ELMAN_IDENTITY); break;
    case ELMAN_SIGMOID: elman_backward(row, ELMAN_SIGMOID); break;
    case LSTM: lstm_backward(row, false, NO_PEEPHOLES); break;
    case LSTM_SIGMOID: lstm_backward(row, true, NO_PEEPHOLES); break;
    case LSTM_DIAGONAL: lstm_backward(row, false, DIAGONAL_PEEPHOLES); break;
    case LSTM_DIAGONAL_SIGMOID: lstm_backward(row, true, DIAGONAL_PEEPHOLES); break;
    case LSTM_FULL:
    case LSTM_FULL_SIGMOID: lstm_output_backward(row); break;
    case GRU_AFTER_KEEP: gru_after_backward(row, true); break;
    case GRU_AFTER_REPLACE: gru_after_backward(row, false); break;
    case GRU_BEFORE_KEEP: gru_before_backward(row, true); break;
    case GRU_BEFORE_REPLACE: gru_before_backward(row, false); break;
  }
}
