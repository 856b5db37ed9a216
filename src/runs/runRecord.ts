import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { RecordField, RecordLayout, RunRecord, RunState } from '../protocol/run';
import { runFiles } from '../protocol/run';
import { readTextFile } from '../files/readTextFile';
import { valueAt } from '../protocol/jsonValue';
import { UserError } from '../protocol/userError';

/** The folder of all runs of the experiments in a folder. */
export const runsFolder = (folder: string): string => join(folder, '.unroll', 'runs');

/** The folder of the experiment that a run folder belongs to. */
export const experimentFolder = (directory: string): string => join(directory, '..', '..', '..');

/** The number at the end of a run's id. */
export const runNumber = (id: string): number => Number(/-(\d+)$/.exec(id)?.[1] ?? 0);

/** Layout of a file of fixed-width records with these fields. */
export function recordLayout(file: string, fields: RecordField[]): RecordLayout {
  return { file, width: fields.reduce((sum, field) => sum + field.length, 1), fields };
}

/**
 * Reads run.json.
 * @throws UserError where it is missing, torn or something else
 */
export async function readRecord(directory: string): Promise<RunRecord> {
  const path = join(directory, runFiles.record);
  const text = await readTextFile(path, { missing: l10n.t('{0} is missing.', path), remedy: putBack() });
  return parseRecord(text, basename(directory));
}

function parseRecord(text: string, id: string): RunRecord {
  const value = parseJson(text);
  if (value === undefined) throw damaged(l10n.t('{0} of {1} is torn: it is not whole JSON.', runFiles.record, id));
  const wrong = wrongWith(value);
  if (wrong) throw damaged(l10n.t('{0} of {1} is not the record of a run: {2}.', runFiles.record, id, wrong));
  return value as RunRecord;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const putBack = () => l10n.t('Put the file back from a copy, or delete the run.');

const damaged = (message: string): UserError => new UserError(message, putBack());

const states: Record<RunState, true> = {
  running: true,
  paused: true,
  finished: true,
  stopped: true,
  failed: true,
  interrupted: true,
};

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number';
const isWidth: Check = (value) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 2 ** 24;
const isListOf =
  (isEntry: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(isEntry);
const has =
  (fields: Record<string, Check>): Check =>
  (value) =>
    Object.entries(fields).every(([path, isRight]) => isRight(at(value, path)));
const orMissing =
  (isRight: Check): Check =>
  (value) =>
    value === undefined || isRight(value);

const isField = has({ quantity: isText, layer: isNumber, length: isWidth });
/** A checkpoint lies in its folder. */
const isCheckpoint = has({ step: isNumber, file: (value) => isText(value) && !/[\\/\0]/.test(value as string) });

/** What readers rely on, by path; a record that lacks one of these is not ours. */
const expected: Record<string, Check> = {
  id: isText,
  experiment: isText,
  experimentPath: isText,
  state: (value) => isText(value) && Object.hasOwn(states, value as string),
  problem: orMissing(has({ message: isText, remedy: isText })),
  processId: isNumber,
  socket: isText,
  startedAt: isText,
  step: isNumber,
  totalSteps: isNumber,
  'data.sha256': isText,
  'data.vocabulary': isListOf(isText),
  best: orMissing(has({ step: isNumber, validationLoss: isNumber })),
  earlyEnd: orMissing(has({ step: isNumber, bestStep: isNumber, measurements: isNumber })),
  checkpoints: isListOf(isCheckpoint),
  'layouts.profile.width': isWidth,
  'layouts.profile.fields': isListOf(isField),
  'layouts.reach.width': isWidth,
  'layouts.reach.fields': isListOf(isField),
};

function wrongWith(value: unknown): string | undefined {
  const format = at(value, 'format');
  if (isNumber(format) && format !== 1)
    return l10n.t('its format is {0}, and this version reads format 1', String(format));
  if (format !== 1) return l10n.t('"format" is missing');
  const wrong = Object.entries(expected).find(([path, isRight]) => !isRight(at(value, path)));
  return wrong && l10n.t('"{0}" is missing or wrong', wrong[0]);
}

function at(value: unknown, path: string): unknown {
  return valueAt(value, path.split('.'));
}
