import * as l10n from '@vscode/l10n';
import { baselineNote, comparableBaselines, type Baseline } from '../protocol/baselineWords';
import type { Baselines, RunRecord } from '../protocol/run';
import { formatLoss } from '../protocol/words';
import { bar } from './progress';

/** The baselines as rows: what each knows, and what it costs. */
export const baselineRows = (baselines: Baselines, vocabulary: number): [string, number][] =>
  comparableBaselines(baselines).map(({ name, nats }) => [knowing(name, vocabulary), nats]);

function knowing(name: Baseline['name'], vocabulary: number): string {
  if (name === 'uniform') return l10n.t('knowing nothing (ln {0})', vocabulary);
  return name === 'unigram' ? l10n.t('knowing how often each comes') : l10n.t('knowing the one before');
}

/** The losses of a run among its baselines, a bar each. */
export function losses({ baselines, data, trainingLoss, validationLoss }: RunRecord): string {
  const rows: [string, number | undefined][] = [
    ...baselineRows(baselines, data.vocabulary.length),
    [l10n.t('this run, training text'), trainingLoss],
    [l10n.t('this run, validation text'), validationLoss],
  ];
  const measured = rows.filter((row): row is [string, number] => row[1] !== undefined);
  return [l10n.t('Loss, nats a character'), lossBars(measured), `  ${baselineNote(baselines)}`].join('\n');
}

/** Rows with a name, a number and a bar, no wider than 80 columns. */
export function lossBars(rows: [string, number][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const largest = Math.max(...rows.map(([, loss]) => (Number.isFinite(loss) ? loss : 0)));
  return rows
    .map(([name, loss]) => `  ${name.padEnd(width)}  ${formatLoss(loss, 3).padStart(6)}  ${lossBar(loss / largest)}`)
    .map((row) => row.trimEnd())
    .join('\n');
}

const lossBar = (share: number): string => (share >= 0 ? bar(share, 32).replaceAll('░', ' ') : '');
