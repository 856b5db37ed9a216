import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startEngine } from '../src/engine/backend/engine';
import { readDataset, type Dataset } from '../src/engine/tasks/languageModel/dataset';
import { NotFiniteError } from '../src/engine/training/notFiniteError';
import { Training } from '../src/engine/training/training';
import { experimentSchema, type Experiment } from '../src/protocol/experiment';
import type { Measured, Row, Setting } from './row';

const window = 64;
const back = window - 1;

/** What a course on recurrent networks claims, each with what is expected and what was found. */
export async function measure(setting: Setting): Promise<Measured> {
  const { name, threads } = await startEngine({ engine: 'embedded', kernels: 'auto', needsTensors: true });
  const path = textPath(setting);
  const dataset = await readDataset(path, { split: [0.9, 0.05, 0.05] });
  const steps = setting.isQuick ? 60 : 1000;
  const rows = [
    ...vanishing(dataset, steps),
    ...linear(dataset),
    ...exploding(dataset, setting.isQuick ? 60 : 400),
    ...regulariser(dataset, setting.isQuick ? 20 : 300),
    ...gruAgainstLstm(dataset, setting.isQuick ? 60 : 2000),
  ];
  return { rows, notes: [`Trained on ${basename(path)} by the ${name} engine, ${threads} threads.`] };
}

/** tiny-shakespeare where it lies beside the project, else the sample. */
function textPath({ root }: Setting): string {
  const named = process.env['UNROLL_BENCH_TEXT'] ?? join(root, '..', 'shared', 'data', 'tiny-shakespeare.txt');
  return existsSync(named) ? named : join(root, 'dist', 'samples', 'moby-dick.txt');
}

const experimentOf = (layer: object, training: object = {}): Experiment =>
  experimentSchema.parse({
    data: { path: 'text.txt' },
    model: { input: { embedding: 64 }, layers: [{ units: 128, ...layer }] },
    training: { batch: 32, window, epochs: 1000, clip: { norm: 5 }, ...training },
  });

/** Trains, and hands the training over before it is released. */
function trained<T>(experiment: Experiment, dataset: Dataset, steps: number, then: (training: Training) => T): T {
  const training = Training.create({ experiment, dataset });
  try {
    for (let step = 0; step < steps; step++) training.takeStep({ profile: false, reach: false });
    return then(training);
  } finally {
    training.dispose();
  }
}

/** The reach of five steps by distance, each distance's middle one. */
function reachOf(training: Training): number[] {
  const found = Array.from({ length: 5 }, () => training.takeStep({ profile: false, reach: true }).reach!);
  return Array.from({ length: window + 1 }, (_, k) => found.map((reach) => reach[k]!).sort((a, b) => a - b)[2]!);
}

function vanishing(dataset: Dataset, steps: number): Row[] {
  const at = (cell: string) => trained(experimentOf({ cell }), dataset, steps, reachOf)[back]!;
  const [elman, lstm] = [at('elman'), at('lstm')];
  const title = `after ${steps} steps, share of the gradient that arrives ${back} time steps back`;
  return [
    { what: `Elman, ${title}`, figure: elman.toExponential(1), goal: 'below 1e-8', isMet: elman < 1e-8, value: elman },
    { what: `LSTM, ${title}`, figure: lstm.toExponential(1), goal: 'above 1e-6', isMet: lstm > 1e-6, value: lstm },
  ];
}

/** The identity cell whose recurrent matrix is a multiple of an orthogonal one: the gradient is its power, exactly. */
function linear(dataset: Dataset): Row[] {
  return [0.9, 1.1].map((radius) => {
    const init = { recurrent: { name: 'spectral-radius', radius } };
    const experiment = experimentOf({ cell: 'elman', activation: 'identity' }, { init });
    const reach = trained(experiment, dataset, 0, (training) =>
      training.takeStep({ profile: false, reach: true }),
    ).reach!;
    const worst = Math.max(...Array.from({ length: back + 1 }, (_, k) => Math.abs(reach[k]! / radius ** k - 1)));
    return {
      what: `linear cell, spectral radius ${radius}: reach over ${radius}^k, k = 0..${back}, furthest from 1`,
      figure: worst.toExponential(1),
      goal: 'at most 1e-5',
      isMet: worst <= 1e-5,
      value: worst,
    };
  });
}

/** A steep cliff: without clipping the parameters are thrown away, with it the step stays bounded. */
function exploding(dataset: Dataset, steps: number): Row[] {
  const init = { recurrent: { name: 'spectral-radius', radius: 1.5 } };
  const cell = { cell: 'elman', activation: 'relu' };
  const optimiser = { name: 'sgd', learningRate: 1 };
  const unclipped = experimentOf(cell, { init, optimiser, clip: 'off' });
  const clipped = experimentOf(cell, { init, optimiser, clip: { norm: 5 } });
  const end = endOf(unclipped, dataset, steps);
  const isNamed = end instanceof NotFiniteError && end.parameter !== undefined && end.remedy !== '';
  const loss = endOf(clipped, dataset, steps);
  return [
    {
      what: 'Elman, spectral radius 1.5, rate 1, no clipping',
      figure: isNamed ? `stops at step ${end.step}, ${end.parameter}` : `does not stop: ${String(end)}`,
      goal: 'stops; names step and parameter',
      isMet: isNamed,
      value: isNamed ? end.step : NaN,
      details: isNamed ? { sentence: end.text } : undefined,
    },
    {
      what: `the same with clip 5: loss after ${steps} steps`,
      figure: typeof loss === 'number' ? `${loss.toFixed(3)} nats` : loss.text,
      goal: `below ln V = ${Math.log(dataset.vocabulary.size).toFixed(3)}`,
      isMet: typeof loss === 'number' && loss < Math.log(dataset.vocabulary.size),
      value: typeof loss === 'number' ? loss : NaN,
    },
  ];
}

/** The validation loss at the end, or what ended the training. */
function endOf(experiment: Experiment, dataset: Dataset, steps: number): number | NotFiniteError {
  try {
    return trained(experiment, dataset, steps, (training) => training.validate()!);
  } catch (error) {
    if (error instanceof NotFiniteError) return error;
    throw error;
  }
}

function regulariser(dataset: Dataset, steps: number): Row[] {
  const at = (training: object) => trained(experimentOf({ cell: 'elman' }, training), dataset, steps, reachOf)[back]!;
  const [without, withIt] = [at({}), at({ regulariser: { coefficient: 0.1 } })];
  return [
    {
      what: `Elman, ${steps} steps: reach at ${back} with the regulariser over that without it`,
      figure: `${withIt.toExponential(1)} / ${without.toExponential(1)}`,
      goal: 'more than 1',
      isMet: withIt > without,
      value: withIt / without,
    },
  ];
}

/** A GRU that is as wide has three quarters of an LSTM's recurrent parameters. */
function gruAgainstLstm(dataset: Dataset, steps: number): Row[] {
  const at = (cell: string) =>
    trained(experimentOf({ cell }), dataset, steps, (training) => ({
      loss: training.validate()!,
      parameters: training.parameters,
    }));
  const [lstm, gru] = [at('lstm'), at('gru')];
  const difference = gru.loss - lstm.loss;
  return [
    {
      what: `GRU (${gru.parameters} parameters) against LSTM (${lstm.parameters}), ${steps} steps: validation loss`,
      figure: `${gru.loss.toFixed(3)} - ${lstm.loss.toFixed(3)} = ${difference.toFixed(3)} nats`,
      goal: 'at most 0.05 more',
      isMet: difference <= 0.05,
      value: difference,
    },
  ];
}
