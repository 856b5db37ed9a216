import { t } from '@vscode/l10n';
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
    { name: t('Validation'), value: formatDecimals(loss / Math.LN2, 2), unit: t('bits a character') },
    {
      name: t('Perplexity'),
      value: formatDecimals(Math.exp(loss), 1),
      unit: t('of {0} characters', formatCount(run.data.vocabulary.length)),
    },
  ];
}

function speedFigures({ steps, experiment }: RunData): Figure[] {
  const stepMs = recentStepMs(steps.length, (from, to) => steps.meanStepMs.between(from, to));
  if (stepMs === undefined || stepMs <= 0) return [];
  const { batch, stride } = experiment.training;
  return [
    {
      name: t('Speed'),
      value: formatSignificant((1000 * batch * stride) / stepMs, 2),
      unit: t('characters/s'),
    },
    { name: t('Step'), value: formatStepMs(stepMs), unit: t('ms') },
  ];
}

function checkpointFigure({ run: { checkpoints, best } }: RunData): Figure[] {
  const last = checkpoints.at(-1);
  if (last === undefined) return [];
  const step = formatCount(last.step);
  if (best === undefined || best.step >= last.step || last.isBest)
    return [{ name: t('Checkpoint'), value: step, unit: t('step, best so far') }];
  return [{ name: t('Checkpoint'), value: step, unit: t('step, best {0}', formatCount(best.step)) }];
}
