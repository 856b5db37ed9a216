#pragma once
#include "network.h"

/*
 * The head: a linear layer on the last recurrent layer's hidden states, softmax and cross-entropy. Lanes lane0..lane1
 * of a pass are the calling thread's own; time steps count from 0: the logits of time step t and a lane stand in row
 * t * batch + lane and come from the hidden state after it, row (t + 1) * batch + lane.
 */

/** Packs W^T [units][outputs] and W [outputs][units] for the products; the threads share strips and rows of them. */
static void head_prepare(Network *network, int thread, int threads);
/** Logits of time steps time0..time1: W h + b. */
static void head_forward(Pass *pass, int lane0, int lane1, int time0, int time1);
/** Losses of all time steps, in nats. gradient: logits become dL/dlogits of the losses from time step `from` on. */
static void head_loss(Pass *pass, int lane0, int lane1, int time, int from, bool gradient);
/** Output gradient = dL/dlogits W, of all time steps or of the last only. */
static void head_backward(Pass *pass, int lane0, int lane1, int time, bool last_only);
/** Gradient of W and b, over all lanes; the threads share rows of W. */
static void head_gradients(Pass *pass, int time, int thread, int threads);
