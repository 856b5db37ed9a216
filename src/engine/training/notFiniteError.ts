import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import { formatLearningRate } from '../../protocol/words';

/** A loss or gradient that is not finite. The step was not taken: weights and everything else stand as before it. */
export class NotFiniteError extends UserError {
  /**
   * @param step the step that was not taken
   * @param parameter the first in the order of the model whose gradient is not finite; undefined where only the loss is
   */
  constructor(
    readonly step: number,
    readonly parameter: string | undefined,
    learningRate: number,
  ) {
    super(
      parameter
        ? l10n.t('Training diverged at step {0}: the gradient of {1} is not finite.', step, parameter)
        : l10n.t('Training diverged at step {0}: the loss is not finite.', step),
      l10n.t(
        'Go on from the last checkpoint with a learning rate below {0}, the present one, or with a smaller norm under "clip".',
        formatLearningRate(learningRate),
      ),
    );
    this.name = 'NotFiniteError';
  }
}
