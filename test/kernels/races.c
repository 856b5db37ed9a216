/*
 * Trains a network on a team of threads, to be compiled with -fsanitize=thread: what two threads do to the same number
 * without an order between them is told there. Prints a number that depends on every bit of every gradient, so that it
 * can be compared between numbers of threads.
 * Arguments: threads, rounds.
 */
#define KERNELS_NAME kernels_here
#include "kernels.c"
#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 6, TIME = 5, UPDATES = 5, SYMBOLS = 19 };

static const int32_t shapes[][12] = {
  {SYMBOLS, 11, SYMBOLS, 3, LSTM_FULL_SIGMOID, 21, LSTM_DIAGONAL, 35, ELMAN_SIGMOID, 9},
  {SYMBOLS, 0, SYMBOLS, 2, GRU_BEFORE_REPLACE, 37, GRU_AFTER_KEEP, 17},
};

static Team *team;
static uint32_t drawn;
static uint64_t digested = 14695981039346656037u;

static float draw(void) {
  drawn = drawn * 1664525u + 1013904223u;
  return (float)(drawn >> 8) / 16777216 - 0.5f;
}

static void digest(const float *numbers, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint32_t bits;
    memcpy(&bits, numbers + i, sizeof bits);
    digested = (digested ^ bits) * 1099511628211u;
  }
}

static void *zeroed(double bytes) {
  size_t whole = ((size_t)bytes + 63) / 64 * 64;
  void *memory = aligned_alloc(64, whole);
  if (!memory) exit(2);
  return memset(memory, 0, whole);
}

static void *work(void *thread) {
  team_work(team, (int)(intptr_t)thread);
  return 0;
}

static void learn(Network *network, Pass *pass) {
  for (int update = 1; update <= UPDATES; update++) {
    pass_learn(team, pass, TIME, 0, WANT_NORMS, 1);
    network_square_norm(team, network, INFINITY);
    digest(network_array(network, NETWORK_GRADIENT), (size_t)network_size(network));
    pass_carry(pass, TIME - 1);
    network_update(team, network, OPTIMISER_ADAM, 0.003, 1.0 / (BATCH * TIME), INFINITY, 0, 0.9, 0.99, 1e-6, update);
  }
}

static void train(const int32_t *shape) {
  Network *network = zeroed(network_bytes(shape, 2));
  network_create(network, shape, 2);
  float *values = network_array(network, NETWORK_VALUES);
  for (int i = 0; i < (int)network_size(network); i++) values[i] = draw();
  network_prepare(team, network);
  int keep = KEEP_REACH | KEEP_DROPOUT;
  Pass *pass = zeroed(pass_bytes(network, BATCH, TIME, keep));
  pass_create(pass, network, BATCH, TIME, keep);
  pass_drop(pass, 0, 0.3, 123);
  int32_t *symbols = pass_array(pass, PASS_SYMBOLS, 0), *targets = pass_array(pass, PASS_TARGETS, 0);
  for (int i = 0; i < BATCH * TIME; i++) {
    symbols[i] = (int32_t)((draw() + 0.5f) * SYMBOLS);
    targets[i] = (int32_t)((draw() + 0.5f) * SYMBOLS);
  }
  learn(network, pass);
  free(pass);
  free(network);
}

int main(int count, char **arguments) {
  int threads = count > 1 ? atoi(arguments[1]) : 1, rounds = count > 2 ? atoi(arguments[2]) : 1;
  pthread_t others[64];
  team = zeroed(team_bytes(threads));
  team_create(team, threads, 0, 60000);
  for (int i = 1; i < threads; i++)
    if (pthread_create(&others[i], 0, work, (void *)(intptr_t)i)) return 2;
  for (int round = 0; round < rounds; round++)
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) train(shapes[i]);
  team_stop(team);
  for (int i = 1; i < threads; i++) pthread_join(others[i], 0);
  printf("%016" PRIx64 "\n", digested);
  return 0;
}
