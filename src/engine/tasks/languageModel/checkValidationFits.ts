import * as l10n from '@vscode/l10n';
import type { TrainingOptions } from '../../../protocol/experiment';
import { validationRule } from '../../../protocol/ruleChecks';
import { UserError } from '../../../protocol/userError';
import type { Dataset } from './dataset';

/** @throws UserError where a rule goes by the validation loss and the validation part is too short for one */
export function checkValidationFits(
  { path, validation }: Pick<Dataset, 'path' | 'validation'>,
  training: Pick<TrainingOptions, 'schedule' | 'earlyStopping'>,
): void {
  const field = validationRule(training);
  if (field === undefined || validation.length >= 2) return;
  throw new UserError(
    l10n.t(
      'The validation part of {0} has {1} symbols, too few for a loss, and "{2}" under "training" goes by that.',
      path,
      validation.length,
      field,
    ),
    l10n.t('Use a longer text, raise the second share of "split" under "data", or remove "{0}".', field),
  );
}
