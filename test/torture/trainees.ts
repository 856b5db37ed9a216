import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainerRequest } from '../../src/protocol/session';

/** A small training that is tortured. */
export interface Trainee {
  name: string;
  model: object;
  training: object;
  request?: Partial<TrainerRequest>;
}

const usual = { batch: 2, window: 6, epochs: 1000, validationSymbols: 50, sampleLength: 12 };
const often = { steps: 60, checkpointEvery: 7, validateEvery: 6, sampleEvery: 9, profileEvery: 4, reachEvery: 5 };

const lstm = (units: number, more: object = {}) => ({ cell: 'lstm', units, ...more });

/** One of each kind of thing that a checkpoint has to hold. */
export const trainees: Trainee[] = [
  {
    name: 'dropout between two layers',
    model: { layers: [lstm(4, { dropout: 0.3 }), { cell: 'gru', units: 3 }] },
    training: often,
  },
  {
    name: 'warm-up and cosine',
    model: { layers: [lstm(5)] },
    training: { ...often, schedule: { name: 'cosine', warmUp: 9 }, optimiser: { name: 'adamw' } },
  },
  {
    name: 'plateau and early stopping',
    model: { layers: [{ cell: 'elman', units: 4 }] },
    training: {
      ...often,
      steps: 400,
      checkpointEvery: 11,
      schedule: { name: 'plateau', patience: 2 },
      optimiser: { name: 'rmsprop', learningRate: 0.05 },
      earlyStopping: { patience: 5 },
    },
  },
  {
    name: 'random steps where the gradient is not finite',
    model: { layers: [{ cell: 'elman', units: 3, activation: 'identity' }] },
    training: { ...often, optimiser: { name: 'sgd', learningRate: 1e18 }, onNonFinite: 'randomStep' },
  },
  {
    name: 'momentum, windows that overlap, no carried state',
    model: { layers: [{ cell: 'gru', units: 4 }] },
    training: { ...often, optimiser: { name: 'sgd', momentum: 0.9 }, carryState: false, stride: 4 },
  },
  {
    name: 'WebAssembly on two threads',
    model: { input: { embedding: 3 }, layers: [lstm(4)] },
    training: { ...often, optimiser: { name: 'adagrad' } },
    request: { kernels: 'wasm', threads: 2 },
  },
  {
    name: 'a differentiated cell',
    model: { layers: [{ cell: 'jordan', units: 4 }] },
    training: { ...often, steps: 30 },
  },
  {
    name: 'a checkpoint at every step',
    model: { layers: [lstm(3)] },
    training: { ...often, steps: 40, checkpointEvery: 1 },
  },
];

const text = 'the cat sat on the mat and the rat sat on the cat, as cats and rats will. '.repeat(12);

/** Writes the experiment of a trainee, with its text. @returns its path */
export async function placeTrainee(folder: string, { model, training }: Trainee): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'text.txt'), text);
  const experiment = {
    data: { path: 'text.txt', split: [0.8, 0.1, 0.1] },
    model: { input: 'one-hot', ...model },
    training: { ...usual, ...training },
  };
  const path = join(folder, 'small.unroll.json');
  await writeFile(path, JSON.stringify(experiment));
  return path;
}

/** What a trainer is asked for to train it from the beginning, or to go on with a run of it. */
export const requestOf = ({ request }: Trainee, of: Partial<TrainerRequest>): TrainerRequest => ({
  engine: 'embedded',
  kernels: 'auto',
  threads: 1,
  ...request,
  ...of,
});
