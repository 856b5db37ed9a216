import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
import { baselineNote } from '../../protocol/baselineWords';
import { formatCount, formatDecimals } from '../../protocol/words';
import type { Command } from '../command';
import { baselineRows } from '../losses';

/** Says what a text costs without a network. */
export const baselinesCommand = (): Command => ({
  name: 'baselines',
  operand: 'FILE',
  summary: l10n.t('Losses that need no network, of an experiment or a text.'),
  flags: {},
  async run({ operand }, terminal) {
    const path = resolve(terminal.folder, operand);
    const { readDataset, datasetPath } = await import('../../engine/tasks/languageModel/dataset');
    const { baselines } = await import('../../engine/tasks/languageModel/baselines');
    const experiment = await experimentOf(path);
    const { data, training } = experiment ?? plainText();
    const dataset = await readDataset(experiment ? datasetPath(path, experiment.data) : path, data);
    const found = baselines(dataset, training.validationSymbols);
    const parts = [dataset.training, dataset.validation, dataset.test].map((part) => formatCount(part.length));
    const table = tableOf(baselineRows(found, dataset.vocabulary.size));
    const lines = [
      l10n.t('{0} symbols train, {1} validate, {2} test.', ...parts),
      '',
      table,
      '',
      baselineNote(found),
      '',
    ];
    terminal.out(lines.join('\n'));
    if (dataset.note) terminal.err(`${dataset.note}\n`);
    return 0;
  },
});

/** What stands in no experiment is as by default. */
const plainText = () => experimentSchema.parse({ data: { path: '.' }, model: { layers: [{ cell: 'lstm' }] } });

/** The experiment of an experiment file; undefined for any other file. */
async function experimentOf(path: string): Promise<Experiment | undefined> {
  if (!path.endsWith('.unroll.json')) return undefined;
  const { readWrittenExperiment } = await import('../../engine/experiment/readExperiment');
  return readWrittenExperiment(path);
}

function tableOf(rows: [string, number][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const numbers = (nats: number) => [formatDecimals(nats, 4), formatDecimals(nats / Math.LN2, 4)];
  const lines = [['', l10n.t('nats'), l10n.t('bits')], ...rows.map(([name, nats]) => [name, ...numbers(nats)])].map(
    ([name, ...cells]) => [name!.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join('  '),
  );
  return lines.join('\n');
}
