import { resolve } from 'node:path';
import * as l10n from '@vscode/l10n';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
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
    const data = await dataOf(path);
    const dataset = data ? await readDataset(datasetPath(path, data), data) : await readDataset(path, plainText());
    const rows = baselineRows(baselines(dataset), dataset.vocabulary.size);
    const parts = [dataset.training, dataset.validation, dataset.test].map((part) => formatCount(part.length));
    terminal.out(`${l10n.t('{0} symbols train, {1} validate, {2} test.', ...parts)}\n\n${tableOf(rows)}\n`);
    if (dataset.note) terminal.err(`${dataset.note}\n`);
    return 0;
  },
});

const plainText = () => ({ split: experimentSchema.shape.data.shape.split.parse(undefined) });

/** The data part of an experiment file; undefined for any other file. */
async function dataOf(path: string): Promise<Experiment['data'] | undefined> {
  if (!path.endsWith('.unroll.json')) return undefined;
  const { readWrittenExperiment } = await import('../../engine/experiment/readExperiment');
  return (await readWrittenExperiment(path)).data;
}

function tableOf(rows: [string, number][]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  const numbers = (nats: number) => [formatDecimals(nats, 4), formatDecimals(nats / Math.LN2, 4)];
  const lines = [['', l10n.t('nats'), l10n.t('bits')], ...rows.map(([name, nats]) => [name, ...numbers(nats)])].map(
    ([name, ...cells]) => [name!.padEnd(width), ...cells.map((cell) => cell.padStart(8))].join('  '),
  );
  return lines.join('\n');
}
