import { engine, zeros, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Reverse-mode gradients of what a function computes, also by tensors that it makes on its way: `wanted` is read only
 * after the function has run, which may add to it. The gradient by such a tensor is the total one, through everything
 * that was made of it, and costs no operation of its own.
 *
 * tf.grads cannot do that; the engine below it, whose version is pinned, looks at the list after the forward pass.
 * @param outputGradient by the result of `body`
 * @returns one for each wanted tensor; zeros where the result does not depend on it. Called inside tidy
 */
export function tapeGradients<T extends Tensor>(body: () => Tensor, wanted: T[], outputGradient: Tensor): T[] {
  const { grads } = engine().gradients(body, wanted, outputGradient, true) as unknown as { grads: (T | undefined)[] };
  return wanted.map(({ shape }, i) => grads[i] ?? (zeros(shape) as T));
}
