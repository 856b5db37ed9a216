#pragma once
#include <stdint.h>
#include "target.h"

/*
 * What the outside may ask of the kernels. A network is a stack of recurrent layers with what feeds it and, where it
 * predicts, a head; a pass is a window of it for a batch of lanes. Both are made in memory that the caller gives, zero
 * throughout and aligned to 64 bytes, and have no pointers to anything else but each other. A pass may be used again
 * for any number of windows. Every function is called by one thread (thread 0 of the team) at a time.
 *
 * Rows: time and batch are one axis, time-major: row t * batch + lane is time step t of a lane. `window` is the most
 * time steps that a pass can hold, `time` how many one call is about.
 */

typedef struct Network Network;
typedef struct Pass Pass;
typedef struct Team Team;

/** Numbers that describe a network: these, then SHAPE_OF_LAYER numbers a layer, from the input up. */
enum { SHAPE_VOCABULARY, SHAPE_FEATURES, SHAPE_OUTPUTS, SHAPE_LAYERS, SHAPE_FIRST };
/*
 * VOCABULARY: symbols that can be read; 0 where rows of FEATURES numbers are read instead (dense input).
 * FEATURES:   numbers a symbol's learned vector has; 0 where symbols enter one-hot.
 * OUTPUTS:    predictions of the head; 0 where there is no head.
 */
enum { LAYER_CELL, LAYER_UNITS, SHAPE_OF_LAYER };

/** Cells. "keep" and "replace" say what an update gate of 1 does with the old state; "diagonal" and "full" are LSTMs
    whose gates see the cell state, "sigmoid" those whose candidate is squashed by a sigmoid. */
enum {
  ELMAN_TANH, ELMAN_RELU, ELMAN_IDENTITY, LSTM,
  GRU_AFTER_KEEP, GRU_AFTER_REPLACE, GRU_BEFORE_KEEP, GRU_BEFORE_REPLACE,
  ELMAN_SIGMOID, LSTM_SIGMOID, LSTM_DIAGONAL, LSTM_DIAGONAL_SIGMOID, LSTM_FULL, LSTM_FULL_SIGMOID,
};

/** Arrays of a network, all floats, in PyTorch's layout without gaps: embedding [vocabulary][features] where there is
    one; layer by layer weight_ih [blocks * units][inputs], weight_hh [blocks * units][units], bias_ih, bias_hh
    [blocks * units] with PyTorch's order of gates, and of an LSTM with peepholes weight_ch of its gates i, f, o
    [3 * units], or full [3 * units][units]; head weight [outputs][units], head bias [outputs]. */
enum { NETWORK_VALUES, NETWORK_GRADIENT, NETWORK_SLOT_0, NETWORK_SLOT_1 };

/** What a pass keeps, besides hidden states: flags. Each brings those above it that it needs. */
enum {
  KEEP_GATES = 1,           // the gates and cell states of every time step
  KEEP_GRADIENTS = 2,       // room for a backward pass; KEEP_GATES with it
  KEEP_REACH = 4,           // room for backward passes that leave the gates as they are; KEEP_GRADIENTS with it
  KEEP_STATE_GRADIENTS = 8, // dL/dc of every time step, besides dL/dh; KEEP_GRADIENTS with it
  KEEP_DROPOUT = 16,        // room for what pass_drop leaves of each layer but the last
};

/** Arrays of a pass; floats unless said otherwise. Rows lie pass_stride apart. */
enum {
  PASS_SYMBOLS,          // int32 [window * batch]
  PASS_TARGETS,          // int32 [window * batch]; below 0: there is no loss
  PASS_FEATURES,         // dense input, rows of features
  PASS_LOGITS,           // rows of outputs; after a loss for learning, dL/dlogits
  PASS_LOSSES,           // double [window * batch], nats
  PASS_OUTPUT_GRADIENT,  // rows of units of the last layer: dL/d(output), for a network without head; a backward pass
                         // uses it up, as it becomes PASS_HIDDEN_GRADIENT of that layer from time step 1 on
  PASS_FEATURE_GRADIENT, // rows of features: dL/d(dense input)
  PASS_HIDDEN,           // of a layer: [window + 1] * batch rows of units; the first batch rows are the initial state
  PASS_CELL,             // likewise the cell state; without KEEP_GATES only of 0 and of the last time step: 2 * batch
  PASS_GATES,            // of a layer: rows of blocks, each pass_block numbers apart (see gates in cells.c)
  PASS_NORMS,            // of a layer: double [4][window + 1], the norms total, carried, local, cell (see below)
  PASS_HIDDEN_GRADIENT,  // of a layer: [window + 1] * batch rows, dL/dh after 0..time steps; with KEEP_GRADIENTS
  PASS_CELL_GRADIENT,    // likewise dL/dc; with KEEP_STATE_GRADIENTS
  PASS_INITIAL_HIDDEN_GRADIENT, // of a layer: batch rows, dL/dh of the initial state
  PASS_INITIAL_CELL_GRADIENT,
  PASS_SQUARED_NORMS,    // of a layer: double [4][window + 1][batch], what PASS_NORMS are made of
};

/** What a backward pass is asked for: flags. */
enum {
  WANT_NORMS = 1,           // PASS_NORMS: L2 over units, root mean square over the batch, after t = 0..time steps
  WANT_LAST_ONLY = 2,       // of the loss of the last time step alone; leaves gates as they are; needs KEEP_REACH
  WANT_STATE_GRADIENTS = 4, // PASS_HIDDEN_GRADIENT, PASS_CELL_GRADIENT; needs KEEP_STATE_GRADIENTS
  WANT_NO_WEIGHTS = 8,      // pass_learn without NETWORK_GRADIENT
  WANT_CHAINED = 16,        // goes on where the newest backward pass ended: this window comes before that one's
  WANT_NEXT_LANE = 32,      // pass_backward: lanes are windows of one text that follow each other, and each one's
                            // gradients are of its own losses and the next one's; needs KEEP_STATE_GRADIENTS
  WANT_ALONE = 64,          // pass_learn by the calling thread alone: the same bits, to be compared
};

/** Optimisers and the numbers that they take. */
enum {
  OPTIMISER_SGD, OPTIMISER_RMSPROP, OPTIMISER_ADAM, OPTIMISER_NESTEROV, OPTIMISER_ADAMW, OPTIMISER_ADAGRAD,
};

/** Floats in a vector of this target: 4, 8 or 16. */
EXPORTED int kernels_vector_length(void);

/** Bytes of a network. slots: arrays that the optimiser remembers, 0 to 2; -1: it is read only, without gradient. */
EXPORTED double network_bytes(const int32_t *shape, int slots);
/** Makes a network in zeroed memory of network_bytes. */
EXPORTED void network_create(Network *network, const int32_t *shape, int slots);
/** Numbers in NETWORK_VALUES. */
EXPORTED double network_size(const Network *network);
/** Address of an array of the network. */
EXPORTED void *network_array(Network *network, int which);
/** Makes ready what is computed from the values alone (panels, tables); to be called after the values changed. */
EXPORTED void network_prepare(Team *team, Network *network);
/**
 * One update of the values by the gradient times `scale` (averaging and clipping together), each number of it then at
 * most `limit` (clipping by value; infinite: as it is), and network_prepare. decay: weight decay.
 * a, b, epsilon: SGD, Nesterov: momentum; RMSProp: alpha, -, epsilon; Adam, AdamW: beta 1, beta 2, epsilon; Adagrad: -,
 * -, epsilon. update: its number, from 1.
 */
EXPORTED void network_update(Team *team, Network *network, int optimiser, double rate, double scale, double limit,
                    double decay, double a, double b, double epsilon, double update);

/** Bytes of a pass; window * batch rows. keep: flags. */
EXPORTED double pass_bytes(const Network *network, int batch, int window, int keep);
/** Makes a pass in zeroed memory of pass_bytes. The initial states are zero. */
EXPORTED void pass_create(Pass *pass, Network *network, int batch, int window, int keep);
/** Address of an array of a pass; layer counts from 0 and matters where the array is of a layer. 0 where not kept. */
EXPORTED void *pass_array(Pass *pass, int which, int layer);
/** Floats from one row to the next. */
EXPORTED int pass_stride(const Pass *pass, int which, int layer);
/** Floats from one block of a row of PASS_GATES to the next. */
EXPORTED int pass_block(const Pass *pass, int layer);

/** From now on drops numbers of what the layer above `layer` reads, with the probability rate < 1, by masks that are
    drawn from the key (dropout.c); rate 0: none. Needs KEEP_DROPOUT; the last layer is never dropped. */
EXPORTED void pass_drop(Pass *pass, int layer, double rate, int key);
/** Carries the window forward: symbols (or features) and initial states to hidden states; with a head, the logits of
    the last `rows_of_logits` time steps. */
EXPORTED void pass_forward(Team *team, Pass *pass, int time, int times_of_logits);
/** PASS_LOSSES by PASS_TARGETS from the logits of all time steps; returns the sum over those from `from` on. learns:
    whether the logits become dL/dlogits. */
EXPORTED double pass_loss(Team *team, Pass *pass, int time, int from, int learns);
/**
 * Forward, loss, backward: the whole of a learning step up to NETWORK_GRADIENT, which is of the SUM of the losses from
 * time step `from` on. want: WANT_NORMS of it; reach: whether the pass before it, of the last loss alone, is made too
 * (its norms stand in PASS_NORMS of layer + layers). Returns the sum of the losses.
 */
EXPORTED double pass_learn(Team *team, Pass *pass, int time, int from, int want, int reach);
/** Backward through a pass that went forward, from PASS_OUTPUT_GRADIENT (no head) or from dL/dlogits in PASS_LOGITS;
    weights: whether NETWORK_GRADIENT is wanted too, which uses up the gates. Without it, and with WANT_LAST_ONLY, the
    gates stay as they are and there may be another backward pass. */
EXPORTED void pass_backward(Team *team, Pass *pass, int time, int want, int weights);
/** The squared L2 norm of NETWORK_GRADIENT, of which each number counts as at most `limit` (infinite: as it is); the
    same for any number of threads. */
EXPORTED double network_square_norm(Team *team, Network *network, double limit);
/** Makes the states after `time` time steps the initial ones of the next window; without KEEP_GATES only the last. */
EXPORTED void pass_carry(Pass *pass, int time);
/** Makes the initial states zero. */
EXPORTED void pass_reset(Pass *pass);

/*
 * The team of threads (threads.h): made in zeroed memory of team_bytes by thread 0, which is the one that calls all
 * other functions; every other thread calls team_work, which returns when it is told to stop.
 */

/** Bytes of a team. */
EXPORTED double team_bytes(int threads);
/** Makes a team. spins: looks at a word before a thread sleeps on it; patience: milliseconds that a thread may give no
    sign of life in a job, after which it counts as dead. */
EXPORTED void team_create(Team *team, int threads, int spins, int patience);
/** Works as thread 1, 2, ... of the team until it stops. */
EXPORTED void team_work(Team *team, int thread);
/** Says that a thread works no more: the team is broken. */
EXPORTED void team_leave(Team *team, int thread);
/** Lets all threads return from team_work, after the job that they do. */
EXPORTED void team_stop(Team *team);
/** Whether a thread has died: what was computed since is worth nothing, and nothing will be computed any more. */
EXPORTED int team_is_broken(const Team *team);
/** What team_standing tells of a thread: whether it is lost; the number of the job that it began last, and whether it has
    done it; how many meetings of that it came to; and the number of the team's newest job. */
enum { STANDING_LOST, STANDING_JOB, STANDING_DONE, STANDING_MEETINGS, STANDING_NEWEST };
EXPORTED int team_standing(const Team *team, int thread, int what);
/** A job of some meetings that does nothing else; returns how many threads came to all of them. Thread `faulty`, if
    there is one, breaks down in the middle (for tests). */
EXPORTED int team_try(Team *team, int meetings, int faulty);
