import * as l10n from '@vscode/l10n';
import type { SampleRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';

const longestSample = 100_000;

/** @throws UserError where no text can be sampled like that */
export function checkSampleRequest({ length, temperature }: SampleRequest): void {
  if (!Number.isInteger(length) || length < 1 || length > longestSample)
    throw new UserError(
      l10n.t('A sampled text cannot have {0} symbols.', String(length)),
      l10n.t('Ask for a whole number from 1 to {0}.', longestSample),
    );
  if (!Number.isFinite(temperature) || temperature <= 0)
    throw new UserError(
      l10n.t('{0} is no temperature.', String(temperature)),
      l10n.t('Give a number above 0; 1 samples as the network predicts.'),
    );
}

/** @throws UserError where nothing can be learned at that rate */
export function checkLearningRate(value: number): void {
  if (!Number.isFinite(value) || value <= 0)
    throw new UserError(
      l10n.t('{0} is no learning rate.', String(value)),
      l10n.t('Give a number above 0, for example {0}.', '0.001'),
    );
}
