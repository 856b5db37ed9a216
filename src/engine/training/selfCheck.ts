import type { TrainingOptions } from '../../protocol/experiment';
import { encodeSafetensors, type NamedArray } from '../formats/safetensors';
import type { WindowOfText } from '../tasks/languageModel/windowCursor';
import { partOf, type Parameter } from '../weights/parameters';
import type { Learned, Learner } from './learner';
import { SelfCheckError, type Difference } from './selfCheckError';

/**
 * Every so many steps computes the gradient of the window learned last again, by one thread, and compares the bits. All
 * else stays as it is, and a gradient that is the same may be either.
 * @throws SelfCheckError where it is another one; nothing has changed then
 */
export function checkGradient(
  learner: Learner,
  window: WindowOfText,
  { gradientNorm }: Learned,
  { step, every }: { step: number; every: TrainingOptions['selfCheck'] },
): void {
  if (every === 'off' || every === 0 || step % every !== 0 || !Number.isFinite(gradientNorm)) return;
  const both = learner.learnAgain?.(window);
  if (!both) return;
  const { parameters } = learner.model;
  const difference = firstDifference(both.first, both.again, parameters);
  if (difference) throw new SelfCheckError(step, difference, recordOf(step, difference, both, parameters));
}

function firstDifference(first: Float32Array, again: Float32Array, parameters: Parameter[]): Difference | undefined {
  const [one, other] = [bitsOf(first), bitsOf(again)];
  const at = one.findIndex((bits, i) => bits !== other[i]);
  if (at < 0) return undefined;
  const { name, offset } = parameters.findLast((each) => each.offset <= at)!;
  return { tensor: name, index: at - offset, first: one[at]!, again: other[at]! };
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Uint32Array(buffer, byteOffset, length);

/** Both gradients, under the names of the weights, as a safetensors file. */
function recordOf(
  step: number,
  difference: Difference,
  both: { first: Float32Array; again: Float32Array },
  parameters: Parameter[],
): Uint8Array {
  const tensors = new Map<string, NamedArray>();
  for (const which of ['first', 'again'] as const)
    for (const each of parameters)
      tensors.set(`${which}.${each.name}`, { shape: each.shape, data: partOf(both[which], each) });
  const { tensor, index, first, again } = difference;
  const numbers = { step: String(step), index: String(index), first: hexOf(first), again: hexOf(again) };
  return encodeSafetensors(tensors, { tensor, ...numbers });
}

const hexOf = (bits: number): string => `0x${bits.toString(16).padStart(8, '0')}`;
