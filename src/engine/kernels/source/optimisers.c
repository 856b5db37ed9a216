#include "optimisers.h"
#include "threads.h"

/* The optimisers, each as its equations, on whole vectors: one pass over values, gradient and slots. */

/** Half a vector of floats, and as many doubles. */
typedef float HalfVector __attribute__((vector_size(VECTOR * 2), aligned(4), may_alias));
typedef double DoubleVector __attribute__((vector_size(VECTOR * 4)));

typedef int64_t LongVector __attribute__((vector_size(VECTOR * 4)));

/** Four sums at a time hide the latency of the additions. */
enum { SUMS = 4, HALF = VECTOR / 2 };

/** x^2, or limit^2 where that is less. NaN stays NaN. */
static double limited_square(double x, double limit) {
  double square = x * x;
  return square > limit * limit ? limit * limit : square;
}

/** The same of a vector. */
INLINE DoubleVector limited_squares(DoubleVector x, DoubleVector most) {
  DoubleVector square = x * x;
  LongVector is_more = (LongVector)(square > most);
  return (DoubleVector)((is_more & (LongVector)most) | (~is_more & (LongVector)square));
}

/** sum of limited_square, n numbers; in double, so that a gradient of 1e20 has a norm. */
static double sum_of_squares(const float *x, size_t n, double limit) {
  DoubleVector sums[SUMS] = {{0}}, most = (DoubleVector){0} + limit * limit;
  size_t i = 0;
  for (; i + SUMS * HALF <= n; i += SUMS * HALF)
    for (int j = 0; j < SUMS; j++) {
      DoubleVector v = __builtin_convertvector(*(const HalfVector *)(x + i + j * HALF), DoubleVector);
      sums[j] += limited_squares(v, most);
    }
  double sum = 0;
  for (int j = 0; j < SUMS * HALF; j++) sum += sums[j / HALF][j % HALF];
  for (; i < n; i++) sum += limited_square(x[i], limit);
  return sum;
}

/** Chunks of the gradient. */
static size_t norm_chunks(const Network *network) { return (network->size + NORM_CHUNK - 1) / NORM_CHUNK; }

static void square_norm_share(Network *network, double limit, int thread, int threads) {
  Share share = share_of((int)norm_chunks(network), thread, threads);
  for (size_t chunk = share.from; chunk < (size_t)share.to; chunk++) {
    size_t first = chunk * NORM_CHUNK, left = network->size - first;
    network->partial[chunk] = sum_of_squares(network->gradient + first, left < NORM_CHUNK ? left : NORM_CHUNK, limit);
  }
}

static double square_norm_total(const Network *network) {
  double sum = 0;
  for (size_t chunk = 0; chunk < norm_chunks(network); chunk++) sum += network->partial[chunk];
  return sum;
}

/** base to the power of a whole number >= 0. */
static double power(double base, double exponent) {
  double result = 1;
  for (uint64_t n = (uint64_t)exponent; n; n >>= 1, base *= base)
    if (n & 1) result *= base;
  return result;
}

/** Where the numbers of an update stand; gradient, first and second slot where there are. */
typedef struct {
  float *values, *first, *second;
  const float *gradient;
} UpdatedArrays;

/** What an optimiser makes of a gradient before its own equation. */
typedef struct { vf scale, limit, decay; } Seen;

static Seen seen_by(const Update *update) {
  return (Seen){splat((float)update->scale), splat((float)update->limit), splat((float)update->decay)};
}

/**
 * The gradient scaled, each number limited (clipping by value), and with weight decay: the gradient of decay / 2 w^2.
 * @see torch.nn.utils.clip_grad_value_; weight_decay of torch.optim
 */
INLINE vf see(const Seen *seen, vf gradient, vf value) {
  vf limited = vmax(vmin(gradient * seen->scale, seen->limit), -seen->limit);
  return limited + seen->decay * value;
}

/** w -= rate g; with momentum: b = momentum b + g, w -= rate b; Nesterov: w -= rate (g + momentum b).
    @see torch.optim.SGD */
static void sgd(UpdatedArrays at, const Update *update, size_t n) {
  Seen seen = seen_by(update);
  vf rate = splat((float)update->rate), momentum = splat((float)update->a);
  for (size_t i = 0; i < n; i += VECTOR) {
    vf w = load(at.values + i), g = see(&seen, load(at.gradient + i), w);
    if (at.first) {
      vf velocity = g + momentum * load(at.first + i);
      store(at.first + i, velocity);
      g = update->optimiser == OPTIMISER_NESTEROV ? g + momentum * velocity : velocity;
    }
    store(at.values + i, w - rate * g);
  }
}

/** v = alpha v + (1 - alpha) g^2; w -= rate g / (sqrt(v) + epsilon). @see torch.optim.RMSprop */
static void rms_prop(UpdatedArrays at, const Update *update, size_t n) {
  Seen seen = seen_by(update);
  vf rate = splat((float)update->rate), epsilon = splat((float)update->epsilon);
  vf alpha = splat((float)update->a), rest = splat((float)(1 - update->a));
  for (size_t i = 0; i < n; i += VECTOR) {
    vf w = load(at.values + i), g = see(&seen, load(at.gradient + i), w);
    vf v = alpha * load(at.first + i) + rest * g * g;
    store(at.first + i, v);
    store(at.values + i, w - rate * g / (vsqrt(v) + epsilon));
  }
}

/** s += g^2; w -= rate g / (sqrt(s) + epsilon). @see torch.optim.Adagrad */
static void adagrad(UpdatedArrays at, const Update *update, size_t n) {
  Seen seen = seen_by(update);
  vf rate = splat((float)update->rate), epsilon = splat((float)update->epsilon);
  for (size_t i = 0; i < n; i += VECTOR) {
    vf w = load(at.values + i), g = see(&seen, load(at.gradient + i), w);
    vf s = load(at.first + i) + g * g;
    store(at.first + i, s);
    store(at.values + i, w - rate * g / (vsqrt(s) + epsilon));
  }
}

/**
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= rate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon).
 * AdamW decays the weights by themselves before: w *= 1 - rate decay.
 * @see torch.optim.Adam, torch.optim.AdamW
 */
static void adam(UpdatedArrays at, const Update *update, size_t n) {
  double mean_share = 1 - power(update->a, update->update), square_share = 1 - power(update->b, update->update);
  bool is_apart = update->optimiser == OPTIMISER_ADAMW;
  Seen seen = seen_by(update);
  if (is_apart) seen.decay = splat(0);
  vf kept = splat(is_apart ? (float)(1 - update->rate * update->decay) : 1);
  vf rate = splat((float)(update->rate / mean_share)), correction = splat((float)(1 / __builtin_sqrt(square_share)));
  vf epsilon = splat((float)update->epsilon);
  vf b1 = splat((float)update->a), rest1 = splat((float)(1 - update->a));
  vf b2 = splat((float)update->b), rest2 = splat((float)(1 - update->b));
  for (size_t i = 0; i < n; i += VECTOR) {
    vf w = load(at.values + i), g = see(&seen, load(at.gradient + i), w);
    vf m = b1 * load(at.first + i) + rest1 * g, v = b2 * load(at.second + i) + rest2 * g * g;
    store(at.first + i, m);
    store(at.second + i, v);
    store(at.values + i, kept * w - rate * m / (vsqrt(v) * correction + epsilon));
  }
}

/** Updates n values, whole vectors of them. */
static void update_vectors(UpdatedArrays at, const Update *update, size_t n) {
  int optimiser = update->optimiser;
  if (optimiser == OPTIMISER_ADAM || optimiser == OPTIMISER_ADAMW) adam(at, update, n);
  else if (optimiser == OPTIMISER_RMSPROP) rms_prop(at, update, n);
  else if (optimiser == OPTIMISER_ADAGRAD) adagrad(at, update, n);
  else sgd(at, update, n);
}

/** The same arrays from number i on. */
static UpdatedArrays arrays_from(const Network *network, size_t i) {
  float *first = network->slots[0], *second = network->slots[1];
  return (UpdatedArrays){network->values + i, first ? first + i : 0, second ? second + i : 0, network->gradient + i};
}

/** Copies n numbers where there are any to copy. */
static void copy_numbers(float *to, const float *from, size_t n) {
  for (size_t i = 0; to && i < n; i++) to[i] = from[i];
}

/** The last n values, fewer than a vector: updated in a vector of their own, since what follows them is not ours. */
static void update_rest(UpdatedArrays at, const Update *update, size_t n) {
  float values[VECTOR] = {0}, gradient[VECTOR] = {0}, first[VECTOR] = {0}, second[VECTOR] = {0};
  UpdatedArrays own = {values, at.first ? first : 0, at.second ? second : 0, gradient};
  copy_numbers(values, at.values, n);
  copy_numbers(gradient, at.gradient, n);
  copy_numbers(own.first, at.first, n);
  copy_numbers(own.second, at.second, n);
  update_vectors(own, update, VECTOR);
  copy_numbers(at.values, values, n);
  copy_numbers(at.first, first, n);
  copy_numbers(at.second, second, n);
}

static void update_share(Network *network, const Update *update, int thread, int threads) {
  size_t vectors = network->size / VECTOR;
  Share share = share_of((int)vectors, thread, threads);
  update_vectors(arrays_from(network, (size_t)share.from * VECTOR), update, (size_t)(share.to - share.from) * VECTOR);
  size_t done = vectors * VECTOR;
  if (thread == threads - 1 && done < network->size)
    update_rest(arrays_from(network, done), update, network->size - done);
}
