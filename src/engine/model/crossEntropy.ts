import type { Tensor2D } from '@tensorflow/tfjs-core';
import { compute } from '../backend/compute';
import { softmax } from '../backend/operations';

/** Losses of some predictions and the gradient of their sum. */
export interface CrossEntropy {
  /** In nats, [rows]; 0 where there is no target. */
  losses: Float64Array;
  /** Of the sum of the losses from row `from` on, by the logits, [rows, vocabulary]: softmax - target, 0 above and where there is
   * no target. */
  gradient: Tensor2D;
}

/**
 * Softmax cross-entropy. The softmax is the backend's; the loss follows from its largest number, which never is too
 * small for a float32: log sum exp(a) = max a - log(max softmax(a)).
 * @param logits [rows, vocabulary]
 * @param targets symbols, [rows]; -1 where nothing is to be predicted
 * @param from first row whose loss counts
 * @returns the caller disposes the gradient
 */
export function crossEntropy(logits: Tensor2D, targets: Int32Array, from = 0): CrossEntropy {
  const [height, width] = logits.shape;
  const losses = new Float64Array(height);
  const shares = softmax(logits);
  const gradient = compute<Tensor2D>([logits, shares], [height, width], ([a, share], output) => {
    output.set(share!);
    output.fill(0, 0, from * width);
    for (let row = 0; row < height; row++) {
      const start = row * width;
      if (targets[row]! < 0) {
        output.fill(0, start, start + width);
        continue;
      }
      const top = largestIn(a!, start, start + width);
      const target = start + targets[row]!;
      losses[row] = a![top]! - a![target]! - Math.log(share![top]!);
      if (row >= from) output[target]! -= 1;
    }
  });
  shares.dispose();
  return { losses, gradient };
}

function largestIn(values: Float32Array, start: number, end: number): number {
  let at = start;
  for (let i = start + 1; i < end; i++) if (values[i]! > values[at]!) at = i;
  return at;
}
