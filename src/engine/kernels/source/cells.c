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

/** h = phi(a) */
INLINE void elman_forward(const Forward *row, const int cell) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf a = load(row->gates + j);
    store(row->h + j, cell == ELMAN_TANH ? vtanh(a) : cell == ELMAN_RELU ? vmax(splat(0), a) : a);
  }
}

/** d_a = d_h phi'(a); relu has the slope 0 at 0. */
INLINE void elman_backward(const Backward *row, const int cell) {
  for (int j = 0; j < row->n; j += VECTOR) {
    vf d_h = total_gradient(row, j), h = load(row->h + j);
    if (cell == ELMAN_TANH) d_h *= tanh_slope(h);
    if (cell == ELMAN_RELU) d_h = choose(h > 0, d_h, splat(0));
    store(row->slopes + j, d_h);
  }
}

/** i, f, o = sigmoid(a_i, a_f, a_o); g = tanh(a_g); c = f c0 + i g; h = o tanh(c) */
INLINE void lstm_forward(const Forward *row) {
  const int n = row->n;
  for (int j = 0; j < n; j += VECTOR) {
    float *at = row->gates + j;
    vf i = vsigmoid(load(at + I * n)), f = vsigmoid(load(at + F * n));
    vf g = vtanh(load(at + G * n)), o = vsigmoid(load(at + O * n));
    vf c = madd(f, load(row->c0 + j), i * g);
    store(at + I * n, i);
    store(at + F * n, f);
    store(at + G * n, g);
    store(at + O * n, o);
    store(row->c + j, c);
    store(row->h + j, o * vtanh(c));
  }
}

/** d_c = carried + d_h o tanh'(c), and from it and d_h the slopes of the gates; c0 gets f d_c. */
INLINE void lstm_backward(const Backward *row) {
  const int n = row->n;
  for (int j = 0; j < n; j += VECTOR) {
    const float *at = row->gates + j;
    vf i = load(at + I * n), f = load(at + F * n), g = load(at + G * n), o = load(at + O * n);
    vf d_h = total_gradient(row, j), tanh_c = vtanh(load(row->c + j));
    vf d_c = madd(d_h * o, tanh_slope(tanh_c), load(row->carried_cell + j));
    store(row->d_c + j, d_c);
    store(row->carried_cell + j, d_c * f);
    float *slopes = row->slopes + j;
    store(slopes + I * n, d_c * g * sigmoid_slope(i));
    store(slopes + F * n, d_c * load(row->c0 + j) * sigmoid_slope(f));
    store(slopes + G * n, d_c * i * tanh_slope(g));
    store(slopes + O * n, d_h * tanh_c * sigmoid_slope(o));
  }
}

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
    case LSTM: lstm_forward(row); break;
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
    case LSTM: lstm_backward(row); break;
    case GRU_AFTER_KEEP: gru_after_backward(row, true); break;
    case GRU_AFTER_REPLACE: gru_after_backward(row, false); break;
    case GRU_BEFORE_KEEP: gru_before_backward(row, true); break;
    case GRU_BEFORE_REPLACE: gru_before_backward(row, false); break;
  }
}
