import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import { formatCount, formatLearningRate } from '../../protocol/words';

/** A loss or gradient that is not finite. The step was not taken: weights and everything else stand as before it. */
export class NotFiniteError extends UserError {
  /**
   * @param step the step that was not taken
   * @param parameter the first in the order of the model whose gradient is not finite; undefined where only the loss is
   * @param inRow steps just before it that were skipped or taken at random
   */
  constructor(
    readonly step: number,
    readonly parameter: string | undefined,
    learningRate: number,
    inRow = 0,
  ) {
    const diverged = parameter
      ? l10n.t('Training diverged at step {0}: the gradient of {1} is not finite.', step, parameter)
      : l10n.t('Training diverged at step {0}: the loss is not finite.', step);
    super(
      inRow === 0
        ? diverged
        : `${diverged} ${l10n.t('So it was at each of the {0} steps before.', formatCount(inRow))}`,
      remedyOf(formatLearningRate(learningRate), inRow > 0),
    );
    this.name = 'NotFiniteError';
  }
}

/** @param isLost whether the last checkpoint too has weights that give no finite gradient */
const remedyOf = (learningRate: string, isLost: boolean): string =>
  isLost
    ? l10n.t(
        'Train the experiment anew with a learning rate below {0}, the present one, or with a smaller norm under "clip".',
        learningRate,
      )
    : l10n.t(
        'Go on from the last checkpoint with a learning rate below {0}, the present one, or with a smaller norm under "clip".',
        learningRate,
      );
