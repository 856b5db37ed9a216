import * as l10n from '@vscode/l10n';
import { selfCheckFile } from '../../protocol/run';
import { UserError } from '../../protocol/userError';
import { formatCount } from '../../protocol/words';

/** The first number of a gradient that was another one when it was computed again. */
export interface Difference {
  /** The parameter, and where in it the number stands. */
  tensor: string;
  index: number;
  /** Bits of the float32 of the training, and of the one computed again by one thread. */
  first: number;
  again: number;
}

/** Two computations of one gradient that differ. The step was not taken: weights and everything else stand as before. */
export class SelfCheckError extends UserError {
  /** @param record both gradients, as the bytes of a safetensors file */
  constructor(
    readonly step: number,
    readonly difference: Difference,
    readonly record: Uint8Array,
  ) {
    const { tensor, index, first, again } = difference;
    super(
      l10n.t(
        'The gradient of step {0} was computed twice and is not the same: number {1} of {2} is {3}, by one thread {4}.',
        ...[formatCount(step), formatCount(index), tensor, wordsOf(first), wordsOf(again)],
      ),
      l10n.t(
        'A processor, a memory or Unroll has computed wrongly. Go on from the last checkpoint; if it happens again, train with one thread, test the memory of this machine, and report it with {0} of the run.',
        selfCheckFile(step),
      ),
    );
    this.name = 'SelfCheckError';
  }
}

/** A number with its bits, as two that differ may look the same. */
const wordsOf = (bits: number): string =>
  `${new Float32Array(Uint32Array.of(bits).buffer)[0]} (0x${bits.toString(16).padStart(8, '0')})`;
