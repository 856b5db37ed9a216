#pragma once
#include <stddef.h>
#include <stdint.h>

/*
 * All that differs from target to target: vectors of 4, 8 or 16 floats, and how large a register tile of a product is.
 */

#if defined(__AVX512F__)
#define VECTOR 16
#elif defined(__AVX2__) && defined(__FMA__)
#define VECTOR 8
#else
#define VECTOR 4
#endif

#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

// A register tile has TILE_ROWS rows of PANEL_VECTORS vectors. Its accumulators, one row of B and one element of A fill
// 32 or 16 registers. V8 has 15, and up to V8 12 it orders sums so that larger tiles than 4 x 2 are spilled.
#if defined(__AVX512F__) || defined(__aarch64__)
enum { PANEL_VECTORS = 4, TILE_ROWS = 6 };
#elif defined(__wasm__)
enum { PANEL_VECTORS = 2, TILE_ROWS = 4 };
#else
enum { PANEL_VECTORS = 2, TILE_ROWS = 6 };
#endif

// Natively every function is static and stands in a table at the end of kernels.c.
#if defined(__wasm__)
#define EXPORTED __attribute__((visibility("default")))
#else
#define EXPORTED static
#endif

#define INLINE static inline __attribute__((always_inline))
#define APART static __attribute__((noinline))

#if defined(__clang__)
#define UNROLLED _Pragma("clang loop unroll(full)")
#else
#define UNROLLED _Pragma("GCC unroll 16")
#endif

typedef float vf __attribute__((vector_size(VECTOR * 4)));
typedef int32_t vi __attribute__((vector_size(VECTOR * 4)));
typedef uint32_t vu __attribute__((vector_size(VECTOR * 4)));
typedef float UnalignedVector __attribute__((vector_size(VECTOR * 4), aligned(4), may_alias));

INLINE vf load(const float *p) { return *(const UnalignedVector *)p; }
INLINE void store(float *p, vf v) { *(UnalignedVector *)p = v; }
INLINE vf splat(float x) { return x - (vf){0}; }

/** v; on WASM it is computed where it is written: neither before nor behind others that are kept in place. */
INLINE vf kept_in_place(vf v) {
#if defined(__wasm_simd128__)
  __asm__ volatile("" : "+r"(v));
#endif
  return v;
}

/** A constant of a formula. On WASM it is hidden from the compilers: V8 13 makes known ones anew wherever they are
    used, by three instructions each, even in a loop. */
INLINE vf constant(float x) {
  vf v = splat(x);
#if defined(__wasm_simd128__)
  __asm__("" : "+r"(v));
#endif
  return v;
}

/** Asks for a cache line that may be read soon. It need not be there to be read. */
INLINE void prefetch(const float *p) {
#if defined(__wasm__)
  (void)p;
#else
  __builtin_prefetch(p);
#endif
}

/** Where a bit of the mask is set that of a, elsewhere that of b. Comparisons of vectors make masks. */
INLINE vf choose(vi mask, vf a, vf b) { return (vf)(((vi)a & mask) | ((vi)b & ~mask)); }

/** a b + c, rounded once where the target can. */
INLINE vf madd(vf a, vf b, vf c) {
#if VECTOR == 16
  return (vf)_mm512_fmadd_ps((__m512)a, (__m512)b, (__m512)c);
#elif VECTOR == 8
  return (vf)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c);
#elif defined(__aarch64__)
  return (vf)vfmaq_f32((float32x4_t)c, (float32x4_t)a, (float32x4_t)b);
#elif defined(__wasm_relaxed_simd__)
  return (vf)__builtin_wasm_relaxed_madd_f32x4(a, b, c);
#else
  return a * b + c;
#endif
}

/** c - a b, rounded once where the target can. */
INLINE vf nmadd(vf a, vf b, vf c) {
#if defined(__wasm_relaxed_simd__)
  return (vf)__builtin_wasm_relaxed_nmadd_f32x4(a, b, c);
#else
  return madd(-a, b, c);
#endif
}

/** The smaller ones; b where either is no number. */
INLINE vf vmin(vf a, vf b) {
#if VECTOR == 16
  return (vf)_mm512_min_ps((__m512)a, (__m512)b);
#elif VECTOR == 8
  return (vf)_mm256_min_ps((__m256)a, (__m256)b);
#elif defined(__wasm_simd128__)
  return (vf)__builtin_wasm_pmin_f32x4(b, a);
#elif defined(__SSE__)
  return (vf)_mm_min_ps((__m128)a, (__m128)b);
#else
  return choose(a < b, a, b);
#endif
}

/** The larger ones; b where either is no number. */
INLINE vf vmax(vf a, vf b) {
#if VECTOR == 16
  return (vf)_mm512_max_ps((__m512)a, (__m512)b);
#elif VECTOR == 8
  return (vf)_mm256_max_ps((__m256)a, (__m256)b);
#elif defined(__wasm_simd128__)
  return (vf)__builtin_wasm_pmax_f32x4(b, a);
#elif defined(__SSE__)
  return (vf)_mm_max_ps((__m128)a, (__m128)b);
#else
  return choose(a > b, a, b);
#endif
}

INLINE vf vsqrt(vf x) {
#if VECTOR == 16
  return (vf)_mm512_sqrt_ps((__m512)x);
#elif VECTOR == 8
  return (vf)_mm256_sqrt_ps((__m256)x);
#elif defined(__aarch64__)
  return (vf)vsqrtq_f32((float32x4_t)x);
#elif defined(__wasm_simd128__)
  return (vf)__builtin_wasm_sqrt_f32x4(x);
#elif defined(__SSE__)
  return (vf)_mm_sqrt_ps((__m128)x);
#else
  for (int i = 0; i < VECTOR; i++) x[i] = __builtin_sqrtf(x[i]);
  return x;
#endif
}

/** 1 / x of normal numbers below 2^126, to about one unit in the last place. */
INLINE vf reciprocal(vf x) {
#if VECTOR == 16
  const vf r = (vf)_mm512_rcp14_ps((__m512)x);
  return madd(r, nmadd(x, r, splat(1.0f)), r);
#else
  return 1.0f / x;
#endif
}

/** The sum of a vector's elements. */
INLINE float hsum(vf v) {
#if VECTOR == 16
  return _mm512_reduce_add_ps((__m512)v);
#else
  float sum = v[0];
  for (int i = 1; i < VECTOR; i++) sum += v[i];
  return sum;
#endif
}

/** The largest of a vector's elements, if none is NaN. */
INLINE float hmax(vf v) {
#if VECTOR == 16
  return _mm512_reduce_max_ps((__m512)v);
#else
  float largest = v[0];
  for (int i = 1; i < VECTOR; i++) largest = v[i] > largest ? v[i] : largest;
  return largest;
#endif
}
