import { l10n } from 'vscode';
import type { CheckpointRecord, RunRecord } from '../protocol/run';
import { quietWords, revivedWords } from '../protocol/quietWords';
import { formatBytes, formatCount, formatDuration, formatLoss, formatPercent } from '../protocol/words';
import type { ListedRun } from '../runs/listRuns';

type State = ListedRun['state'];

/** What a run is called in lists: its number within its experiment. */
export const runName = (run: ListedRun): string => l10n.t('run {0}', run.number);

/** What a run is called where its experiment is not beside it. */
export const fullRunName = (run: ListedRun): string =>
  run.record ? l10n.t('{0}, run {1}', run.record.experiment, run.number) : run.id;

/** The newest loss of a run in nats a symbol, on the validation text where it was measured. */
function lastLoss({ validationLoss, trainingLoss }: RunRecord): number | undefined {
  return [validationLoss, trainingLoss].find((loss) => Number.isFinite(loss));
}

/** How far a run is: 41 %. */
const progressText = (record: RunRecord): string =>
  formatPercent(record.totalSteps > 0 ? record.step / record.totalSteps : 1);

/** A run in a few words: its state, its loss where that says something, its age and its size. */
export function runDescription(run: ListedRun, now = Date.now()): string {
  const { record } = run;
  if (!record || run.state === 'damaged') return joined([l10n.t('damaged'), formatBytes(run.bytesOnDisk)]);
  const facts: Facts = {
    ...{ loss: lossText(record), age: ageText(record, now), size: formatBytes(run.bytesOnDisk) },
    quiet: quietWords(record, now),
  };
  return joined(descriptions[run.state](record, facts));
}

/** A checkpoint in a few words. */
export function checkpointDescription(checkpoint: CheckpointRecord): string {
  const step = checkpoint.isBest ? stepText(checkpoint.step) : undefined;
  const { validationLoss } = checkpoint;
  return joined([step, validationLoss === undefined ? undefined : formatLoss(validationLoss, 3)]);
}

/** A position in training: step 1,000. */
export const stepText = (step: number): string => l10n.t('step {0}', formatCount(step));

const joined = (parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join(' · ');

function lossText(record: RunRecord): string | undefined {
  const loss = lastLoss(record);
  return loss === undefined ? undefined : formatLoss(loss);
}

const ageText = (record: RunRecord, now: number): string =>
  formatDuration(Math.max(0, now - Date.parse(record.updatedAt)));

interface Facts {
  quiet?: string;
  loss?: string;
  age: string;
  size: string;
}

/** What is said of a run in each state; a finished one needs no word for it. */
const descriptions: {
  [S in Exclude<State, 'damaged'>]: (record: RunRecord, facts: Facts) => (string | undefined)[];
} = {
  running: (record, { loss, quiet }) => [progressText(record), loss, quiet ?? revivedWords(record)],
  paused: (record, { loss }) => [l10n.t('paused at {0}', progressText(record)), loss],
  finished: (_record, { loss, age, size }) => [loss, age, size],
  stopped: (_record, { loss, age, size }) => [l10n.t('stopped'), loss, age, size],
  failed: ({ problem, step }, { age }) => [failureText(problem, step), age],
  interrupted: (record, { age, size }) => [l10n.t('interrupted at {0}', formatCount(record.step)), age, size],
};

const failureText = (problem: RunRecord['problem'], step: number): string =>
  problem?.parameter
    ? l10n.t('not finite at {0}', formatCount(problem.step))
    : l10n.t('failed at {0}', formatCount(problem?.step ?? step));
