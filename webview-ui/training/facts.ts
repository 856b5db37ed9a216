import * as l10n from '@vscode/l10n';
import { cellNames } from '../../src/protocol/cellNames';
import type { Experiment, Layer } from '../../src/protocol/experiment';
import { engineWords } from '../../src/protocol/engineWords';
import { revivedWords } from '../../src/protocol/quietWords';
import { ruleWords } from '../../src/protocol/ruleWords';
import { isLive, type RunRecord } from '../../src/protocol/run';
import { formatCount, formatTimeLeft, formatDuration } from '../../src/protocol/words';
import type { RunData } from './runData';

/** The norm that gradients are clipped at; undefined where they are not clipped by norm. */
export function clipNorm({ training }: Experiment): number | undefined {
  const { clip } = training;
  return clip !== 'off' && 'norm' in clip ? clip.norm : undefined;
}

/** What the panel says of the run in one line: where it is, and what trains how. */
export function runFacts(data: RunData): { now: string[]; setting: string[] } {
  const { run, experiment } = data;
  const { window, batch } = experiment.training;
  return {
    now: [
      l10n.t('step {0} of {1}', formatCount(run.step), formatCount(run.totalSteps)),
      l10n.t('epoch {0} of {1}', formatCount(run.epoch), formatCount(epochs(run))),
      ...timeLeft(data),
      ...nonFinite(data),
      ...[revivedWords(run) ?? []].flat(),
    ],
    setting: [
      [modelWords(experiment.model.layers), l10n.t('window {0}', window), l10n.t('batch {0}', batch)].join(', '),
      ruleWords(experiment.training).join(', '),
      engineWords(run.engine),
    ],
  };
}

/** What was done so that the run went on, and why it ended early. */
function nonFinite({ run, experiment }: RunData): string[] {
  const { nonFinite: count = 0, earlyEnd, best } = run;
  const isRandom = experiment.training.onNonFinite === 'randomStep';
  const steps = isRandom ? l10n.t('{0} random', formatCount(count)) : l10n.t('{0} skipped', formatCount(count));
  const end = earlyEnd && l10n.t('ended early, best at step {0}', formatCount(best?.step ?? earlyEnd.bestStep));
  return [...(count > 0 ? [steps] : []), ...(end ? [end] : [])];
}

const epochs = (run: RunRecord): number => Math.max(run.epoch, Math.ceil(run.totalSteps / run.stepsPerEpoch));

function timeLeft(data: RunData): string[] {
  const leftMs = timeLeftMs(data);
  if (leftMs === undefined || !isLive(data.run.state)) return lastCheckpoint(data.run);
  return [
    data.run.state === 'paused' ? l10n.t('about {0} when resumed', formatDuration(leftMs)) : formatTimeLeft(leftMs),
  ];
}

function lastCheckpoint({ state, checkpoints, problem }: RunRecord): string[] {
  const step = checkpoints.at(-1)?.step;
  return step === undefined || problem !== undefined || state === 'finished' || isLive(state)
    ? []
    : [l10n.t('weights of step {0} are kept', formatCount(step))];
}

/** Milliseconds to the last step: recent steps, and the share of time that measurements and samples took so far. */
export function timeLeftMs({ run, steps }: RunData): number | undefined {
  const recentMs = recentStepMs(steps.meanStepMs.length, (from, to) => steps.meanStepMs.between(from, to));
  if (recentMs === undefined) return undefined;
  const steppingMs = steps.meanStepMs.between(0, steps.length) * steps.length;
  const overhead = Math.min(3, Math.max(1, run.trainedMs / steppingMs));
  return Math.max(0, run.totalSteps - run.step) * recentMs * overhead;
}

/** The mean duration of the last 50 steps. */
export function recentStepMs(length: number, mean: (from: number, to: number) => number): number | undefined {
  const value = mean(Math.max(0, length - 50), length);
  return Number.isFinite(value) ? value : undefined;
}

/** LSTM, 128 units; or each layer, from the input up. */
export function modelWords(layers: Layer[]): string {
  const [first, ...others] = layers;
  if (first === undefined) return '';
  const isUniform = others.every(({ cell, units }) => cell === first.cell && units === first.units);
  if (!isUniform) return layers.map(layerWords).join(' → ');
  const words = l10n.t('{0}, {1} units', cellNames[first.cell], formatCount(first.units));
  return layers.length === 1 ? words : `${layers.length} × ${words}`;
}

/** LSTM 128. */
export const layerWords = ({ cell, units }: Layer): string => `${cellNames[cell]} ${formatCount(units)}`;
