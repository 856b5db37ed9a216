#include "head.h"
#include "nonlinearities.h"
#include "threads.h"

/** The last layer, whose hidden states the head reads. */
static const PassLayer *read_by_head(const Pass *pass) { return &pass->layers[pass->network->layer_count - 1]; }
static int units_of_head(const Network *network) { return last_layer(network)->units; }

/** Lanes lane0..lane1 of `times` time steps as rows of a product; stride is of the matrix. */
static Rows rows_of_lanes(const Pass *pass, int lane0, int lane1, int times, size_t stride) {
  return (Rows){times, lane1 - lane0, pass->batch * stride, stride};
}

static void head_prepare(Network *network, int thread, int threads) {
  int units = units_of_head(network), outputs = network->outputs;
  const float *weight = network->values + network->head_weight; // [outputs][units]
  Share rows = share_of(outputs, thread, threads);
  const float *own = weight + (size_t)rows.from * units;
  pack(network->head_panels_back, outputs, padded(units), rows.from, 0, own, units, rows.to - rows.from, units);
  pack_transposed(network->head_panels, units, padded(outputs), 0, rows.from, own, units, units, rows.to - rows.from);
}

/** The first n of VECTOR floats, then zeros. */
static vf load_first(const float *from, int n) {
  float numbers[VECTOR] = {0};
  for (int i = 0; i < n; i++) numbers[i] = from[i];
  return load(numbers);
}

/** Every row of the lanes and time steps becomes the bias, its padding zero. */
static void begin_with_bias(Pass *pass, int lane0, int lane1, int time0, int time1) {
  const float *bias = pass->network->values + pass->network->head_bias;
  int whole = pass->network->outputs / VECTOR * VECTOR, rest = pass->network->outputs - whole;
  vf last = load_first(bias + whole, rest);
  for (int time = time0; time < time1; time++)
    for (int lane = lane0; lane < lane1; lane++) {
      float *row = pass->logits + ((size_t)time * pass->batch + lane) * pass->logits_stride;
      for (int i = 0; i < whole; i += VECTOR) store(row + i, load(bias + i));
      if (rest) store(row + whole, last);
    }
}

static void head_forward(Pass *pass, int lane0, int lane1, int time0, int time1) {
  const Network *network = pass->network;
  size_t row = (size_t)time0 * pass->batch + lane0, from = read_by_head(pass)->hidden_stride, to = pass->logits_stride;
  const float *hidden = read_by_head(pass)->hidden + (pass->batch + row) * from;
  begin_with_bias(pass, lane0, lane1, time0, time1);
  multiply(rows_of_lanes(pass, lane0, lane1, time1 - time0, from), hidden, network->head_panels,
           units_of_head(network), padded(network->outputs),
           rows_of_lanes(pass, lane0, lane1, time1 - time0, to), pass->logits + row * to, true);
}

/** A row of logits: its numbers in whole vectors, and which of the last vector's are logits (all bits, or none). */
typedef struct { int length; vi is_logit; } LogitsShape;

static LogitsShape logits_shape(int outputs) {
  LogitsShape shape = {.length = padded(outputs)};
  for (int i = 0; i < VECTOR; i++) shape.is_logit[i] = shape.length - VECTOR + i < outputs ? -1 : 0;
  return shape;
}

/** The largest logit of a row. */
static float largest_logit(const float *row, LogitsShape shape) {
  int last = shape.length - VECTOR;
  vf largest = choose(shape.is_logit, load(row + last), splat(-3.4028235e38f));
  for (int i = 0; i < last; i += VECTOR) largest = vmax(load(row + i), largest);
  return hmax(largest);
}

/** Writes e^(logit - largest) of whole vectors of logits and returns their sums by lane of a vector. to: may be 0. */
static vf exponentials_of(const float *row, float largest, int n, float *to) {
  vf base = splat(largest), sum = splat(0);
  for (int i = 0; i < n; i += VECTOR) {
    vf e = vexp(load(row + i) - base);
    if (to) store(to + i, e);
    sum += e;
  }
  return sum;
}

/**
 * Writes e^(logit - largest) of a row, zeros in its padding, and returns their sum. to: where; may be the row itself,
 * or 0. The sum is one of sums of SUMMED numbers, so that a large vocabulary costs no digits.
 */
static float exponentials(const float *row, float largest, LogitsShape shape, float *to) {
  enum { SUMMED = 64 * VECTOR };
  int last = shape.length - VECTOR;
  vf sum = splat(0);
  for (int i = 0; i < last; i += SUMMED)
    sum += exponentials_of(row + i, largest, last - i < SUMMED ? last - i : SUMMED, to ? to + i : 0);
  vf e = choose(shape.is_logit, vexp(load(row + last) - splat(largest)), splat(0));
  if (to) store(to + last, e);
  return hsum(sum + e);
}

/** Turns exponentials into dL/dlogits = softmax - onehot(target). */
static void become_gradient(float *row, float sum, int target, LogitsShape shape) {
  vf scale = splat(1 / sum);
  for (int i = 0; i < shape.length; i += VECTOR) store(row + i, load(row + i) * scale);
  row[target] -= 1;
}

/** The gradient by the logits of a time step that counts for nothing. */
static void no_gradient(Pass *pass, size_t at, LogitsShape shape) {
  float *row = pass->logits + at * pass->logits_stride;
  for (int j = 0; j < shape.length; j += VECTOR) store(row + j, splat(0));
}

/** A time step without a target. */
static void no_loss(Pass *pass, size_t at, LogitsShape shape, bool learns) {
  pass->losses[at] = 0;
  if (learns) no_gradient(pass, at, shape);
}

/** log(sum e^(logit - largest)) + largest - logit of the target, of at most VECTOR rows. learns: to gradients too. */
static void losses_of_rows(Pass *pass, size_t first, int rows, LogitsShape shape, bool learns) {
  float sums[VECTOR], largest[VECTOR];
  for (int i = 0; i < VECTOR; i++) sums[i] = 1;
  for (int i = 0; i < rows; i++) {
    float *row = pass->logits + (first + i) * pass->logits_stride;
    int target = pass->targets[first + i];
    if (target < 0) continue;
    largest[i] = largest_logit(row, shape);
    pass->losses[first + i] = (double)largest[i] - row[target];
    sums[i] = exponentials(row, largest[i], shape, learns ? row : 0);
    if (learns) become_gradient(row, sums[i], target, shape);
  }
  vf logarithms = vlog(load(sums));
  for (int i = 0; i < rows; i++) pass->losses[first + i] += logarithms[i];
  for (int i = 0; i < rows; i++)
    if (pass->targets[first + i] < 0) no_loss(pass, first + i, shape, learns);
}

static void head_loss(Pass *pass, int lane0, int lane1, int time, int from, bool gradient) {
  LogitsShape shape = logits_shape(pass->network->outputs);
  for (int t = 0; t < time; t++)
    for (int lane = lane0; lane < lane1; lane += VECTOR) {
      size_t first = (size_t)t * pass->batch + lane;
      int rows = lane1 - lane < VECTOR ? lane1 - lane : VECTOR;
      losses_of_rows(pass, first, rows, shape, gradient && t >= from);
      for (int i = 0; gradient && t < from && i < rows; i++) no_gradient(pass, first + i, shape);
    }
}

static void head_backward(Pass *pass, int lane0, int lane1, int time, bool last_only) {
  const Network *network = pass->network;
  int time0 = last_only ? time - 1 : 0;
  size_t row = (size_t)time0 * pass->batch + lane0, from = pass->logits_stride, to = pass->output_gradient_stride;
  multiply(rows_of_lanes(pass, lane0, lane1, time - time0, from), pass->logits + row * from, network->head_panels_back,
           network->outputs, padded(units_of_head(network)),
           rows_of_lanes(pass, lane0, lane1, time - time0, to), pass->output_gradient + row * to, false);
}

/** Sums of the rows of a vector of columns: of BLOCK rows each, and of those, in ascending order. */
static vf sum_rows(const float *columns, size_t stride, size_t rows) {
  enum { BLOCK = 128 };
  vf sum = splat(0);
  for (size_t first = 0; first < rows; first += BLOCK) {
    vf part = splat(0);
    for (size_t i = first; i < rows && i < first + BLOCK; i++) part += load(columns + i * stride);
    sum += part;
  }
  return sum;
}

/** Gradient of the bias, [outputs]: sums of dL/dlogits. */
static void bias_gradient(Pass *pass, size_t rows, int thread, int threads) {
  const Network *network = pass->network;
  float *bias = network->gradient + network->head_bias;
  Share share = share_of(padded(network->outputs) / VECTOR, thread, threads);
  for (int i = share.from * VECTOR; i < share.to * VECTOR; i += VECTOR) {
    float sums[VECTOR];
    store(sums, sum_rows(pass->logits + i, pass->logits_stride, rows));
    for (int j = 0; j < VECTOR && i + j < network->outputs; j++) bias[i + j] = sums[j];
  }
}

static void head_gradients(Pass *pass, int time, int thread, int threads) {
  const Network *network = pass->network;
  int rows = time * pass->batch, units = units_of_head(network);
  const PassLayer *hidden = read_by_head(pass);
  size_t stride = hidden->hidden_stride;
  Share share = share_of(network->outputs, thread, threads);
  multiply_transposed(rows, pass->logits + share.from, pass->logits_stride, share.to - share.from,
                      hidden->hidden + pass->batch * stride, stride, units,
                      network->gradient + network->head_weight + (size_t)share.from * units, units, false);
  bias_gradient(pass, rows, thread, threads);
}
