// peak THREADS: the most floating-point operations a second of this machine, by fused multiply-adds that depend on
// nothing but registers, in GFLOP/s of all threads together. Built with -O3 -march=native -ffp-contract=fast.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#if defined(__AVX512F__)
#define LANES 16
#elif defined(__AVX__)
#define LANES 8
#else
#define LANES 4
#endif

typedef float Vector __attribute__((vector_size(LANES * sizeof(float))));
enum { CHAINS = 12, TIMES = 1000000, ROUNDS = 40, MOST_THREADS = 256 };

static pthread_barrier_t together;

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Twelve chains, in registers since every loop over them is unrolled, hide the latency of a multiply-add.
static double round_seconds(Vector *sink) {
  Vector chain[CHAINS], factor = *sink + 0.999f, addend = *sink + 0.5f;
#pragma GCC unroll 12
  for (int i = 0; i < CHAINS; i++) chain[i] = *sink + (float)i;
  double started = seconds();
  for (int time = 0; time < TIMES; time++) {
#pragma GCC unroll 12
    for (int i = 0; i < CHAINS; i++) chain[i] = chain[i] * factor + addend;
    __asm__ volatile("" ::: "memory");
  }
  double taken = seconds() - started;
#pragma GCC unroll 12
  for (int i = 0; i < CHAINS; i++) *sink += chain[i] * 0;
  return taken;
}

// The best of some rounds that all threads compute side by side.
static void *measure(void *result) {
  Vector sink = {0};
  double least = 1e9;
  for (int round = 0; round < ROUNDS; round++) {
    pthread_barrier_wait(&together);
    double taken = round_seconds(&sink);
    if (taken < least) least = taken;
  }
  *(double *)result = 2.0 * LANES * CHAINS * TIMES / least * 1e-9 + (double)sink[0] * 0;
  return NULL;
}

int main(int count, char **words) {
  int threads = count > 1 ? atoi(words[1]) : 1;
  if (threads < 1 || threads > MOST_THREADS) return 1;
  pthread_t started[MOST_THREADS];
  double found[MOST_THREADS], sum = 0;
  pthread_barrier_init(&together, NULL, (unsigned)threads);
  for (int i = 0; i < threads; i++) pthread_create(&started[i], NULL, measure, &found[i]);
  for (int i = 0; i < threads; i++) {
    pthread_join(started[i], NULL);
    sum += found[i];
  }
  printf("%.1f\n", sum);
  return 0;
}
