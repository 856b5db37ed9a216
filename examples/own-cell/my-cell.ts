/*
 * A cell of your own: one time step, h(t) = f(h(t-1), x(t); theta). Unroll finds its gradients, carries them back through
 * time, and shows what `gates` and `values` name under the mouse. This one is a minimal gated unit (Zhou et al. 2016): a
 * GRU whose one gate both forgets and resets. Try the command "Unroll: Check My Cell".
 */
import { tf, type Shapes, type Sizes, type State, type Tensor } from './unroll-cell';

/**
 * Shapes of the parameters, by name. One may also say how it begins, whatever the experiment says:
 * `b: { shape: [2 * units], initialiser: 'zeros' }`, or for example 'orthogonal', 'identity', a number.
 */
export const parameters = ({ inputs, units }: Sizes): Shapes => ({
  W: [2 * units, units],
  U: [2 * units, inputs],
  b: [2 * units],
});

/** What `step` returns beside the state: numbers between 0 and 1, and others. */
export const gates = ['forget'];
export const values = ['candidate'];

/**
 * One time step. @param x what the layer reads, [batch, inputs]
 * @returns the hidden state, [batch, units], and what can be seen, [batch, units] each
 */
export function step({ h }: State, x: Tensor, { W, U, b }: Record<'W' | 'U' | 'b', Tensor>) {
  const [ofGate, ofCandidate] = tf.split(W, 2);
  const [fromGate, fromCandidate] = tf.split(tf.add(tf.matMul(x, U, false, true), b), 2, 1);
  const forget = tf.sigmoid(tf.add(tf.matMul(h, ofGate, false, true), fromGate));
  const candidate = tf.tanh(tf.add(tf.matMul(tf.mul(forget, h), ofCandidate, false, true), fromCandidate));
  const next = tf.add(tf.mul(tf.sub(1, forget), h), tf.mul(forget, candidate));
  return { h: next, forget, candidate };
}
