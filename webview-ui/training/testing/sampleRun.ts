import { experimentSchema, type Experiment } from '../../../src/protocol/experiment';
import type { RecordField, RecordLayout, RunRecord } from '../../../src/protocol/run';
import { emptyUpdate, type RunUpdate } from '../../../src/protocol/trainingPanel';
import { RunData } from '../runData';

/** Time steps of the sample run's window. */
export const window = 4;

const layout = (file: string, quantities: RecordField['quantity'][]): RecordLayout => {
  const fields = quantities.map((quantity) => ({ quantity, layer: 0, length: window + 1 }));
  return { file, width: 1 + fields.length * (window + 1), fields };
};

/** A run of a small LSTM, running, at step 0. */
export function sampleRecord(changes: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 1,
    id: 'sample-1',
    experiment: 'sample',
    experimentPath: '/w/sample.unroll.json',
    state: 'running',
    processId: 1,
    processStartedAt: '',
    socket: '',
    startedAt: '',
    updatedAt: '',
    trainedMs: 0,
    engine: { name: 'embedded', backend: 'none', kernels: 'native', instructions: 'AVX-512', threads: 2 },
    versions: { unroll: '0.1.0', tensorflow: '4.22.0', node: '22' },
    data: {
      path: '/w/sample.txt',
      bytes: 1,
      sha256: '',
      symbols: { training: 900, validation: 50, test: 50 },
      vocabulary: Array.from({ length: 65 }, (_, index) => String.fromCodePoint(64 + index)),
    },
    baselines: { uniform: Math.log(65), unigram: 3.33, bigram: 2.47, symbols: 49 },
    parameters: 100,
    stepsPerEpoch: 490,
    totalSteps: 2450,
    step: 0,
    epoch: 1,
    learningRate: 0.002,
    checkpoints: [],
    layouts: {
      profile: layout('profile.f32', ['total', 'carried', 'local', 'cell']),
      reach: layout('reach.f32', ['reach']),
    },
    ...changes,
  };
}

/** The experiment of the sample run. */
export function sampleExperiment(training: object = {}): Experiment {
  return experimentSchema.parse({
    data: { path: 'sample.txt' },
    model: { layers: [{ cell: 'lstm' }] },
    training: { window, ...training },
  });
}

/** What one reading of a run folder brings: steps with these numbers, nothing else but what is given. */
export function sampleUpdate(
  steps: {
    step: number;
    loss?: number;
    norm?: number;
    clipped?: number;
    rate?: number;
    regulariser?: number;
    ms?: number;
    away?: number;
  }[],
  more: Partial<RunUpdate> = {},
): RunUpdate {
  const column = (pick: (step: (typeof steps)[number]) => number): Float64Array => Float64Array.from(steps, pick);
  return emptyUpdate({
    steps: {
      step: column(({ step }) => step),
      epoch: column(() => 1),
      loss: column(({ loss = 2 }) => loss),
      gradientNorm: column(({ norm = 0.5 }) => norm),
      clippedNorm: column(({ norm = 0.5, clipped = norm }) => clipped),
      learningRate: column(({ rate = 0.002 }) => rate),
      regulariser: column(({ regulariser = NaN }) => regulariser),
      stepMs: column(({ ms = 10 }) => ms),
      nonFinite: column(({ away = 0 }) => away),
    },
    ...more,
  });
}

/** Measurements on the validation text. */
export const sampleValidation = (...points: [step: number, loss: number][]): RunUpdate['validation'] => ({
  step: Float64Array.from(points, ([step]) => step),
  loss: Float64Array.from(points, ([, loss]) => loss),
});

/** Reach records, each the powers of a factor. */
export const sampleReach = (...records: [step: number, factor: number][]): Float32Array =>
  Float32Array.from(
    records.flatMap(([step, factor]) => [step, ...Array.from({ length: window + 1 }, (_, k) => factor ** k)]),
  );

/** Profile records: total, carried, local and cell, each the same number throughout. */
export const sampleProfile = (...records: [step: number, total: number, carried: number, local: number][]) =>
  Float32Array.from(
    records.flatMap(([step, ...parts]) => [
      step,
      ...[...parts, 0].flatMap((part) => Array<number>(window + 1).fill(part)),
    ]),
  );

/** A run with that in it. */
export function sampleData(update: RunUpdate, changes: { run?: Partial<RunRecord>; training?: object } = {}): RunData {
  const data = new RunData(sampleRecord(changes.run), sampleExperiment(changes.training), 1);
  data.append(update);
  return data;
}

/** Steps from 1 to `count`. */
export const stepsTo = (count: number): { step: number }[] =>
  Array.from({ length: count }, (_, index) => ({ step: index + 1 }));
