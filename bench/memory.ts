import { memory } from '@tensorflow/tfjs-core';
import { startEngine } from '../src/engine/backend/engine';
import { Training } from '../src/engine/training/training';
import { experimentSchema } from '../src/protocol/experiment';
import type { Row } from './row';
import { datasetOf } from './workload';

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

/** Resident memory of a training over 5,000 steps, and its tensors. */
export async function measure(): Promise<Row[]> {
  await startEngine({ engine: 'embedded', kernels: 'auto' });
  const experiment = experimentSchema.parse({
    data: { path: 'text.txt' },
    model: { input: { embedding: 16 }, layers: [{ cell: 'lstm', units: 32 }] },
    training: { batch: 8, window: 16 },
  });
  const training = Training.create({ experiment, dataset: await datasetOf(100_000) });
  const run = (steps: number): { bytes: number; tensors: number } => {
    for (let step = 0; step < steps; step++) training.takeStep({ profile: step % 20 === 0, reach: step % 20 === 0 });
    globalThis.gc?.();
    return { bytes: process.memoryUsage.rss(), tensors: memory().numTensors };
  };
  const first = run(1000);
  const last = run(4000);
  training.dispose();
  const grown = last.bytes - first.bytes;
  return [
    { what: 'memory after 1,000 steps', figure: megabytes(first.bytes), goal: '', value: first.bytes },
    { what: 'grown by step 5,000', figure: megabytes(grown), goal: 'flat', value: grown },
    {
      what: 'tensors more than at step 1,000',
      figure: String(last.tensors - first.tensors),
      goal: '0',
      value: last.tensors - first.tensors,
    },
  ];
}
