import { memory } from '@tensorflow/tfjs-core';
import { startEngine } from '../../backend/engine';
import { datasetOf, experimentOf, plain, scramble } from '../../model/testing/text';
import { Training } from '../training';

/*
 * A process for tests: trains a small model on native TensorFlow and writes one JSON object: the engine, the losses of the
 * first steps, and resident bytes and tensors after each tenth of the steps. Its argument is the number of steps.
 */

const FIRST = 20;

async function main(steps: number): Promise<void> {
  const engine = await startEngine({ engine: 'tensorflow', kernels: 'reference', threads: 1 });
  const experiment = experimentOf({ layers: [{ cell: 'lstm', units: 4 }] }, { batch: 2, window: 2 });
  const training = Training.create({ experiment, dataset: datasetOf(scramble(2000)) });
  const losses: number[] = [];
  const bytes: number[] = [];
  const tensors: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { loss } = training.takeStep(plain);
    if (step <= FIRST) losses.push(loss);
    if (step % (steps / 10) !== 0) continue;
    globalThis.gc?.();
    bytes.push(process.memoryUsage().rss);
    tensors.push(memory().numTensors);
  }
  process.stdout.write(JSON.stringify({ engine, losses, bytes, tensors }));
}

void main(Number(process.argv[2]));
