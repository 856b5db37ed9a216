#pragma once
#include "network.h"

/*
 * What happens to the values of a network once their gradient is there. The threads share the values; every number is
 * computed by itself (the norm: in chunks that do not depend on the threads), so that its bits do not depend on them.
 */

/** One update: an optimiser with its numbers, named as in kernels.h. It sees gradient * scale, limited. */
typedef struct {
  int optimiser;
  double rate, scale, limit, decay, a, b, epsilon, update;
} Update;

/** Squares of the gradient, each number at most `limit`, chunk by chunk, summed into network->partial. */
static void square_norm_share(Network *network, double limit, int thread, int threads);
/** The sum of those partial sums. */
static double square_norm_total(const Network *network);
/** Updates this thread's share of the values and of what the optimiser remembers. */
static void update_share(Network *network, const Update *update, int thread, int threads);
