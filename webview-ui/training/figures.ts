import * as l10n from '@vscode/l10n';
import { formatCount, formatDecimals, formatSignificant, formatStepMs } from '../../src/protocol/words';
import { recentStepMs } from './facts';
import type { RunData } from './runData';

/** A row of the table of numbers: name, number, what it counts. */
export interface Figure {
  name: string;
  value: string;
  unit: string;
}

/** How the run stands now, in numbers. */
export function figures(data: RunData): Figure[] {
  return [...lossFigures(data), ...speedFigures(data), ...checkpointFigure(data)];
}

function lossFigures({ validation, run }: RunData): Figure[] {
  const loss = validation.loss.last;
  if (!Number.isFinite(loss)) return [];
  return [
    { name: l10n.t('Validation'), value: formatDecimals(loss / Math.LN2, 2), unit: l10n.t('bits a character') },
    {
      name: l10n.t('Perplexity'),
      value: formatDecimals(Math.exp(loss), 1),
      unit: l10n.t('of {0} characters', formatCount(run.data.vocabulary.length)),
    },
  ];
}

function speedFigures({ steps, experiment }: RunData): Figure[] {
  const stepMs = recentStepMs(steps.length, (from, to) => steps.meanStepMs.between(from, to));
  if (stepMs === undefined || stepMs <= 0) return [];
  const { batch, stride } = experiment.training;
  return [
    {
      name: l10n.t('Speed'),
      value: formatSignificant((1000 * batch * stride) / stepMs, 2),
      unit: l10n.t('characters/s'),
    },
    { name: l10n.t('Step'), value: formatStepMs(stepMs), unit: l10n.t('ms') },
  ];
}

function checkpointFigure({ run: { checkpoints, best } }: RunData): Figure[] {
  const last = checkpoints.at(-1);
  if (last === undefined) return [];
  const step = formatCount(last.step);
  if (best === undefined || best.step >= last.step || last.isBest)
    return [{ name: l10n.t('Checkpoint'), value: step, unit: l10n.t('step, best so far') }];
  return [{ name: l10n.t('Checkpoint'), value: step, unit: l10n.t('step, best {0}', formatCount(best.step)) }];
}
