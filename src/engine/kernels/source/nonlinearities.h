#pragma once
#include "target.h"

/** x - n ln 2, exact enough for |n| <= 127. */
INLINE vf without_powers(vf x, vf n) {
#if VECTOR > 4 || defined(__aarch64__) || defined(__wasm_relaxed_simd__)
  return nmadd(n, constant(0.693147182f), x); // rounded once, and this constant is exact to 2 in 10^9
#else
  return (x - n * constant(0.693359375f)) + n * constant(2.12194440e-4f); // the first product is exact: 9 bits
#endif
}

/**
 * With x = n ln 2 + r and |r| <= ln 2 / 2: returns e^r - 1 and puts 2^n into *power. |x| <= 87.
 * The polynomial: 1 + r + r^2 q(r) is at most 3e-9 from e^r, relatively (minimax).
 */
INLINE vf exp_parts(vf x, vf *power) {
  const float shift = 12582912.0f + 127.0f; // 1.5 * 2^23: added to it, numbers are rounded; 127: the exponent of 1
  vf shifted = madd(x, constant(1.44269504f), constant(shift)), n = shifted - constant(shift);
  vf r = without_powers(x, n);
  vf q = madd(r, constant(0.00138145406f), constant(0.00836874545f));
  q = madd(q, r, constant(0.041668389f));
  q = madd(q, r, constant(0.166665211f));
  q = madd(q, r, constant(0.49999994f));
  *power = (vf)((vu)shifted << 23);
  return madd(q * r, r, r);
}

/** x within -most..most; NaN stays NaN. */
INLINE vf within(vf x, float most) { return vmin(constant(most), vmax(constant(-most), x)); }

/** e^x; outside of +-87 as at +-87. */
INLINE vf vexp(vf x) {
  vf power, rest = exp_parts(within(x, 87.0f), &power);
  return madd(rest, power, power);
}

/** 1 / (1 + e^-x) */
INLINE vf vsigmoid(vf x) {
  vf power, rest = exp_parts(-within(x, 87.0f), &power);
  return reciprocal(madd(rest, power, power + constant(1.0f)));
}

/**
 * tanh x by e = e^(2 |x|) - 1: e / (e + 2), which stays exact near 0, and beyond |x| = 1/2 as 1 - 2 / (e + 2), which
 * leaves the least error in the slope 1 - tanh^2.
 */
INLINE vf vtanh(vf x) {
  vi sign = (vi)x & (vi)constant(-0.0f);
  vf power, size = (vf)((vi)x ^ sign), rest = exp_parts(vmin(constant(20.0f), size + size), &power);
  vf e = madd(rest, power, power - constant(1.0f)), share = reciprocal(e + constant(2.0f));
  vf value = choose(size > constant(0.5f), nmadd(constant(2.0f), share, constant(1.0f)), e * share);
  return (vf)((vi)value | sign);
}

/** ln x of normal numbers > 0; NaN where x is not finite. Coefficients of cephes logf. */
INLINE vf vlog(vf x) {
  vi exponent = (vi)((vu)x - 0x3F3504F3u) >> 23; // of x / sqrt(1/2): the rest lies in sqrt(1/2)..sqrt(2)
  vf f = (vf)((vu)x - ((vu)exponent << 23)) - constant(1.0f), square = f * f, n = __builtin_convertvector(exponent, vf);
  vf p = madd(f, constant(7.0376836292e-2f), constant(-1.1514610310e-1f));
  p = madd(p, f, constant(1.1676998740e-1f));
  p = madd(p, f, constant(-1.2420140846e-1f));
  p = madd(p, f, constant(1.4249322787e-1f));
  p = madd(p, f, constant(-1.6668057665e-1f));
  p = madd(p, f, constant(2.0000714765e-1f));
  p = madd(p, f, constant(-2.4999993993e-1f));
  p = madd(p, f, constant(3.3333331174e-1f));
  p = madd(n, constant(-2.12194440e-4f), p * f * square) - constant(0.5f) * square;
  return madd(n, constant(0.693359375f), f + p) + (x - x);
}
