import type { KernelFunction } from './kernels';

/** What functions of source/kernels.h take, a letter a parameter: t the team, a an address, i an int, d a double. */
export const forms: Readonly<Record<KernelFunction, string>> = {
  kernels_vector_length: '',
  network_bytes: 'ai',
  network_create: 'aai',
  network_size: 'a',
  network_array: 'ai',
  network_prepare: 'ta',
  network_update: 'taidddddddd',
  network_square_norm: 'tad',
  pass_bytes: 'aiii',
  pass_create: 'aaiii',
  pass_array: 'aii',
  pass_stride: 'aii',
  pass_block: 'ai',
  pass_drop: 'aidi',
  pass_forward: 'taii',
  pass_loss: 'taii',
  pass_learn: 'taiiii',
  pass_backward: 'taiii',
  pass_carry: 'ai',
  pass_reset: 'a',
};

/** Functions that answer an address. */
export const answersAddress: ReadonlySet<string> = new Set<KernelFunction>(['network_array', 'pass_array']);

/**
 * Checks what a function is about to be called with, as a wrong address would end the process.
 * @param isInside whether an address lies in memory that was given out
 * @throws RangeError, for that is a bug
 */
export function checkParameters(
  name: KernelFunction,
  parameters: readonly number[],
  isInside: (address: number) => boolean,
): void {
  const letters = forms[name].replace('t', '');
  if (parameters.length !== letters.length)
    throw new RangeError(`${name} takes ${letters.length} numbers and was given ${parameters.length}.`);
  for (let i = 0; i < letters.length; i++) {
    const number = parameters[i]!;
    const fits = letters[i] === 'a' ? isInside(number) : letters[i] === 'i' ? (number | 0) === number : true;
    if (!fits) throw new RangeError(`${name} was given ${number} as parameter ${i + 1}.`);
  }
}
