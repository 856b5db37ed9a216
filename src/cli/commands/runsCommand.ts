import { resolve, relative } from 'node:path';
import * as l10n from '@vscode/l10n';
import { formatBytes, formatCount, formatLoss } from '../../protocol/words';
import type { ListedRun } from '../../runs/listRuns';
import { experimentFolder } from '../../runs/runRecord';
import type { Command } from '../command';
import { findRunsIn } from '../findRun';
import type { Terminal } from '../terminal';

/** Lists the runs of a folder. */
export const runsCommand = (): Command => ({
  name: 'runs',
  operand: 'FOLDER',
  isOperandOptional: true,
  summary: l10n.t('Lists the runs in a folder and below.'),
  flags: { json: { summary: l10n.t('one JSON object a line') } },
  async run({ operand, flags }, terminal) {
    const runs = await findRunsIn(resolve(terminal.folder, operand));
    if (flags.isSet('json')) for (const run of runs) terminal.out(`${JSON.stringify(jsonOf(run))}\n`);
    else terminal.out(runs.length > 0 ? tableOf(runs, terminal) : `${l10n.t('There are no runs here yet.')}\n`);
    return 0;
  },
});

function jsonOf({ id, directory, state, record, wrong, bytesOnDisk }: ListedRun): object {
  return {
    run: id,
    directory,
    state,
    experiment: record?.experiment ?? null,
    step: record?.step ?? null,
    totalSteps: record?.totalSteps ?? null,
    trainingLoss: record?.trainingLoss ?? null,
    validationLoss: record?.validationLoss ?? null,
    startedAt: record?.startedAt ?? null,
    bytesOnDisk,
    ...(wrong ? { wrong } : {}),
  };
}

function tableOf(runs: ListedRun[], terminal: Terminal): string {
  const head = [
    l10n.t('RUN'),
    l10n.t('STATE'),
    l10n.t('STEP'),
    l10n.t('TRAINING'),
    l10n.t('VALIDATION'),
    l10n.t('SIZE'),
    l10n.t('FOLDER'),
  ];
  const rows = [head, ...runs.map((run) => rowOf(run, terminal.folder))];
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => align(cell, widths[column]!, column))
      .join('  ')
      .trimEnd(),
  );
  const damaged = runs.flatMap(({ id, wrong }) => (wrong ? [`${id}: ${wrong}`] : []));
  return `${[...lines, ...(damaged.length > 0 ? ['', ...damaged] : [])].join('\n')}\n`;
}

/** Names to the left, numbers to the right. */
const align = (cell: string, width: number, column: number): string =>
  column >= 2 && column <= 5 ? cell.padStart(width) : cell.padEnd(width);

function rowOf({ id, directory, state, record, bytesOnDisk }: ListedRun, folder: string): string[] {
  const loss = (value: number | undefined) => (value === undefined ? '' : formatLoss(value, 3));
  return [
    id,
    state,
    record ? `${formatCount(record.step)}/${formatCount(record.totalSteps)}` : '',
    loss(record?.trainingLoss),
    loss(record?.validationLoss),
    formatBytes(bytesOnDisk),
    relative(folder, experimentFolder(directory)) || '.',
  ];
}
