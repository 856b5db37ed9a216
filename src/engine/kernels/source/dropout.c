#include "network.h"

/*
 * Dropout between layers: what layer k + 1 reads of layer k is each number times 0 with the probability `rate`, or times
 * 1 / (1 - rate). The masks are a pure function of a key, the row and the unit, so that their bits depend neither on
 * threads nor on the target, and need not be kept for the way back. dropout.ts draws the same.
 * @see Srivastava et al. 2014; inverted as in torch.nn.LSTM(dropout)
 */

/** A bijection of 32 bits that mixes them well. @see lowbias32, Chris Wellons 2018 */
INLINE vu mixed_bits(vu x) {
  x = (x ^ (x >> 16)) * 0x7feb352du;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

static const uint32_t golden_ratio = 0x9e3779b9u; // of 2^32

/** The key of a row. */
static uint32_t key_of_row(const Dropout *dropout, size_t row) {
  vu key = {dropout->key + (uint32_t)row * golden_ratio};
  return mixed_bits(key)[0];
}

/** to = from * mask of a row of n floats, a whole number of vectors; to may be from. */
static void drop_row(const Dropout *dropout, size_t row, const float *from, float *to, int n) {
  uint32_t key = key_of_row(dropout, row);
  vu bits = {0};
  for (uint32_t i = 0; i < VECTOR; i++) bits[i] = key + i * golden_ratio;
  vf scale = splat(dropout->scale);
  for (int j = 0; j < n; j += VECTOR, bits += VECTOR * golden_ratio) {
    vi drawn = (vi)(mixed_bits(bits) >> 8); // 24 bits, so that they compare as signed numbers
    store(to + j, choose(drawn >= dropout->threshold, load(from + j) * scale, splat(0)));
  }
}

/** Whether what the layer above reads of layer k is dropped now and then. */
static bool is_dropping(const Pass *pass, int k) {
  return k < pass->network->layer_count - 1 && pass->layers[k].dropout.threshold > 0;
}

EXPORTED void pass_drop(Pass *pass, int layer, double rate, int key) {
  enum { ALL = 1 << 24 };
  if (!(pass->keep & KEEP_DROPOUT) || layer < 0 || layer >= pass->network->layer_count - 1) return;
  int threshold = (int)(rate * ALL + 0.5);
  pass->layers[layer].dropout = (Dropout){(uint32_t)key, threshold, (float)(1.0 / (1.0 - rate))};
}
