#pragma once
#include "kernels.h"
#include "products.h"
#include "threads.h"

/*
 * Networks and passes as they lie in memory. Rows are `stride` floats apart: whole 64-byte lines and one more, so that
 * rows below each other do not fall on the same place of a cache. Vectors of units are padded to whole vectors with
 * zeros.
 *
 * Gates: a row holds the `blocks` of a cell beside each other, each padded(units) floats. The blocks that the input
 * adds to stand beside each other, and so do those that the hidden state adds to, as sums before the cell and as
 * dL/dsums ("slopes") after its backward pass: each side is one product.
 */

enum { NORM_CHUNK = 4096, MOST_BLOCKS = 4 };

/** What the gates of an LSTM see of the cell state: nothing, that of their own unit, or that of all units. */
typedef enum { NO_PEEPHOLES, DIAGONAL_PEEPHOLES, FULL_PEEPHOLES } Peepholes;

/** How a cell's gates lie in a row. */
typedef struct {
  int blocks;                    // of a row of gates
  int weight_blocks;             // of units rows each in PyTorch's weights
  int input_blocks;              // the input adds to the first of them
  int state_block, state_blocks; // the hidden state adds to those from state_block on
  int order[MOST_BLOCKS];        // which block of PyTorch's weights belongs to a block
  bool has_cell_state;
  bool has_old_share;            // the old hidden state is mixed into the new one
  bool resets_before;            // the last block is added to by reset gate * hidden state instead
  Peepholes peepholes;
} CellForm;

/** A recurrent layer: its sizes, where its weights stand among the values, and what is made of them. */
typedef struct {
  int cell, inputs, units;
  int block;                                 // floats of a block: padded(units)
  int stride;                                // of rows of gates
  size_t weight_ih, weight_hh, bias_ih, bias_hh, weight_ch;
  float *bias;                               // a row of gates: what every time step begins with
  float *input_panels, *input_panels_back;   // W_ih^T [inputs][input blocks], W_ih [input blocks][inputs]
  float *state_panels, *state_panels_back;   // W_hh^T [units][state blocks], W_hh [state blocks][units]
  float *reset_panels, *reset_panels_back;   // where the cell resets before: of its last block
  float *peepholes;                          // where they are diagonal: [i, f, o] blocks
  float *old_panels, *old_panels_back;       // where they are full, of the gates i and f, which see the old cell state
  float *new_panels, *new_panels_back;       // likewise of the gate o, which sees the new one
} Layer;

struct Network {
  int vocabulary, features, outputs, layer_count;
  size_t size;
  float *values, *gradient, *slots[2];       // gradient, slots: 0 where there are none
  double *partial;                           // one for NORM_CHUNK values
  size_t embedding, head_weight, head_bias;
  float *head_panels, *head_panels_back;     // W^T [units][padded(outputs)], W [padded(outputs)][padded(units)]
  float *table, *table_gradient;             // [vocabulary] rows of gates of the first layer; see inputs.c
  float *embedding_rows;                     // [vocabulary] rows of features: the gradient by the table's way
  int embedding_stride;
  bool table_is_ready;
  double rows_read;                          // since the values changed
  Layer *layers;                             // from the input up
};

/** The norms of dL/dh_t, of its parts, and of dL/dc_t; of all losses, or of the last loss alone. */
enum { NORM_TOTAL, NORM_CARRIED, NORM_LOCAL, NORM_CELL, NORM_CURVES };
enum { OF_ALL, OF_LAST };

/** How what the layer above reads is dropped; see dropout.c. */
typedef struct {
  uint32_t key;
  int threshold;                             // of 2^24: the share that becomes 0; 0: nothing is dropped
  float scale;                               // of what stays
} Dropout;

/** What a pass holds of a layer. Time steps 0..window count from the initial state. */
typedef struct {
  float *hidden;                             // [window + 1][batch] rows of units
  float *cell;                               // likewise; without KEEP_GATES [2][batch]: the initial and the newest
  float *gates;                              // [window][batch] rows of gates; without KEEP_GATES [1][batch]
  float *reset_hidden;                       // likewise rows of units: reset gate * hidden state
  float *hidden_gradient;                    // [window + 1][batch] rows of units: dL/dh, at first its local part
  float *cell_gradient;                      // likewise dL/dc; without KEEP_STATE_GRADIENTS [1][batch]
  float *carried, *carried_cell;             // [batch] rows of units: the part of them through the time step after
  float *slopes;                             // [batch] rows of gates: of one time step, where the gates have to stay
  float *reset_gradient;                     // likewise dL/d(reset gate * hidden state)
  double *squares[2];                        // [NORM_CURVES][window + 1][batch]: squared norms, OF_ALL and OF_LAST
  double *norms[2];                          // [NORM_CURVES][window + 1]
  float *dropped;                            // [window][batch] rows of units: what dropout leaves of the hidden states
  Dropout dropout;
  int hidden_stride;                         // of all rows of units
} PassLayer;

struct Pass {
  Network *network;
  Team *team; // that does the newest job
  int batch, window, keep;
  int32_t *symbols, *targets;                // [window][batch]
  float *features, *feature_gradient;        // [window][batch] rows: dense input, or the symbols' vectors
  int features_stride;
  float *logits;                             // [window][batch] rows of outputs
  int logits_stride;
  double *losses;                            // [window][batch]
  float *output_gradient;                    // [window][batch]: the last layer's hidden_gradient from time step 1 on
  int output_gradient_stride;
  bool uses_table;                           // in the newest forward pass
  PassLayer *layers;
};

/** A pass where a thread's own lanes are lanes.from..lanes.to. */
typedef struct { Pass *pass; Share lanes; int thread; } OwnLanes;

/** A thread that carries lanes through time says that it goes on. */
static inline void beat(OwnLanes own) { team_beat(own.pass->team, own.thread); }

static inline const Layer *last_layer(const Network *network) { return &network->layers[network->layer_count - 1]; }
/** Floats from one row of n floats to the next. */
static inline size_t row_stride(int n) { return ((size_t)n + 15) / 16 * 16 + 16; }
