import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { baselineNote } from '../../protocol/baselineWords';
import type { ExperimentReport } from '../../protocol/inspector';
import { formatBytes, formatCount } from '../../protocol/words';
import type { Command } from '../command';
import { baselineRows, lossBars } from '../losses';
import { inOrder, type PlacedProblem } from '../../protocol/placeOf';

/** Says what is wrong with an experiment, or what it amounts to. */
export const checkCommand = (): Command => ({
  name: 'check',
  operand: 'FILE',
  summary: l10n.t('Says what is wrong with an experiment, or its size.'),
  flags: {},
  async run({ operand }, terminal) {
    const path = resolve(terminal.folder, operand);
    const { readExperimentText } = await import('../../engine/experiment/readExperiment');
    const text = await readExperimentText(path);
    const { checkExperiment } = await import('../../engine/experiment/checkExperiment');
    const { problems, report } = await checkExperiment(path, text);
    for (const problem of inOrder(problems, text)) terminal.err(problemText(problem, operand));
    if (!report) return 1;
    terminal.out(reportText(report));
    if (report.note) terminal.err(`${report.note}\n`);
    return 0;
  },
});

const problemText = ({ line, column, message, remedy }: PlacedProblem, file: string): string =>
  `${file}:${line}:${column}: ${message}\n  ${remedy}\n`;

function reportText(report: ExperimentReport): string {
  const rows = [
    [l10n.t('parameters'), formatCount(report.parameters)],
    [l10n.t('memory'), l10n.t('about {0}', formatBytes(report.memoryBytes))],
    [l10n.t('vocabulary'), l10n.t('{0} symbols', formatCount(report.vocabulary))],
    [l10n.t('steps'), l10n.t('{0}, {1} an epoch', formatCount(report.totalSteps), formatCount(report.stepsPerEpoch))],
  ];
  const width = Math.max(...rows.map(([name]) => name!.length));
  const lines = rows.map(([name, value]) => `${name!.padEnd(width)}  ${value}`);
  const bars = lossBars(baselineRows(report.baselines, report.vocabulary));
  const baselines = [l10n.t('Loss to beat, nats a character'), bars, `  ${baselineNote(report.baselines)}`];
  return [l10n.t('Nothing is wrong.'), '', ...lines, '', ...baselines, ''].join('\n');
}
