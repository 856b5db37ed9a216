#pragma once
#include <stdbool.h>
#include "table.h"

/** Which of the compiled instruction sets this processor, and the system on it, can run. */

#if defined(__x86_64__)
#include <cpuid.h>

extern const KernelTable kernels_v3, kernels_v4;

typedef struct { unsigned a, b, c, d; } Registers;

static Registers cpuid_of(unsigned leaf) {
  Registers r = {0};
  __get_cpuid_count(leaf, 0, &r.a, &r.b, &r.c, &r.d);
  return r;
}

static bool has(unsigned bits, unsigned wanted) { return (bits & wanted) == wanted; }

/** What the system saves of a thread's registers: bits 1, 2: AVX; 5 to 7: AVX-512. */
static unsigned saved_registers(void) {
  if (!has(cpuid_of(1).c, bit_OSXSAVE)) return 0;
  unsigned low, high;
  __asm__("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

static bool runs_v3(void) {
  Registers basic = cpuid_of(1), more = cpuid_of(7), extended = cpuid_of(0x80000001);
  return has(saved_registers(), 0x06) && has(basic.c, bit_FMA | bit_AVX | bit_F16C | bit_MOVBE | bit_SSE4_2) &&
         has(more.b, bit_AVX2 | bit_BMI | bit_BMI2) && has(extended.c, bit_LZCNT);
}

static bool runs_v4(void) {
  return runs_v3() && has(saved_registers(), 0xe6) &&
         has(cpuid_of(7).b, bit_AVX512F | bit_AVX512DQ | bit_AVX512CD | bit_AVX512BW | bit_AVX512VL);
}

/** The kernels that run here, best first, 0 after the last. */
static const KernelTable *kernels_at(int place) {
  int first = runs_v4() ? 0 : runs_v3() ? 1 : 2;
  const KernelTable *all[] = {&kernels_v4, &kernels_v3};
  return place >= 0 && first + place < 2 ? all[first + place] : 0;
}

#else

extern const KernelTable kernels_neon;

static const KernelTable *kernels_at(int place) { return place == 0 ? &kernels_neon : 0; }

#endif
