import { engine, matMul, tensor2d } from '@tensorflow/tfjs-core';
import { startEngine } from '../../src/engine/backend/engine';
import type { Dataset } from '../../src/engine/tasks/languageModel/dataset';
import { Training } from '../../src/engine/training/training';
import type { EngineRecord } from '../../src/protocol/run';
import type { KernelChoice } from '../../src/protocol/session';
import type { Case } from '../cases';
import { datasetOf, experimentOf } from '../workload';
import { answer, timed } from './answer';
import type { Greeting, UnrollMethods } from './messages';
import { readGates } from './readGates';

/** Measured process: Unroll with the kernels and threads of its parameters. The step is Training.takeStep. */
async function main(kernels: string, threads: number): Promise<void> {
  const isNative = kernels === 'tensorflow';
  const choice = isNative ? 'reference' : (kernels as KernelChoice);
  const record = await startEngine({ engine: isNative ? 'tensorflow' : 'embedded', kernels: choice, threads });
  const dataset = await datasetOf(400_000);
  let of: Case;
  let training: Training;
  const step = (): void => void training.takeStep({ profile: false, reach: false });
  await answer<UnrollMethods>(greetingOf(record, kernels, threads), {
    open: (wanted) => {
      of = wanted;
      training = reopened(training, of, dataset);
      timed(step, { ms: 300, steps: 5 });
      return {};
    },
    round: (time) => ({ stepMs: timed(step, time) }),
    train: ({ steps }) => {
      for (let taken = 0; taken < steps; taken++) training.takeStep(measuredAt(taken));
      return {};
    },
    sample: ({ length }) => ({ ms: once(() => training.sample({ length, temperature: 0.8, seed: 1 })) }),
    validate: () => ({ ms: once(() => training.validate()), symbols: experimentOf(of).training.validationSymbols }),
    readGates: ({ symbols, lanes }) => ({ ms: readGates(experimentOf(of).model, dataset, symbols, lanes) }),
    product: ({ size, ms }) => ({ ms: productMs(size, ms) }),
    memory: () => {
      for (let time = 0; time < 3; time++) globalThis.gc?.();
      return { bytes: process.memoryUsage.rss(), tensors: engine().state.numTensors };
    },
  });
}

function reopened(before: Training | undefined, of: Case, dataset: Dataset): Training {
  before?.dispose();
  return Training.create({ experiment: experimentOf(of), dataset });
}

/** Milliseconds of each product of two square matrices by TensorFlow.js, read back. */
function productMs(size: number, ms: number): number[] {
  const values = Float32Array.from({ length: size * size }, (_, i) => Math.sin(i));
  const x = tensor2d(values, [size, size]);
  const multiply = () => {
    const product = matMul(x, x);
    product.dataSync();
    product.dispose();
  };
  multiply();
  const found = timed(multiply, { ms, steps: 3 });
  x.dispose();
  return found;
}

/** Profile and reach as often as a session measures them. */
const measuredAt = (step: number): { profile: boolean; reach: boolean } => ({
  profile: step % 20 === 0,
  reach: step % 20 === 0,
});

const once = (work: () => unknown): number => timed(() => void work(), { ms: 0, steps: 1 })[0]!;

/** Kernels that were forced but did not open are not measured under their name. */
function greetingOf(record: EngineRecord, kernels: string, threads: number): Greeting {
  const { kernels: found, instructions, reason } = record;
  const ready = { ready: { name: found, instructions } };
  if (kernels === 'auto') return ready;
  if (kernels === 'tensorflow')
    return record.name === 'tensorflow'
      ? { ready: { name: `TensorFlow ${record.version}` } }
      : { absent: reason ?? '' };
  if (found !== kernels) return { absent: reason ?? `Here ${found} computes instead.` };
  return record.threads === threads ? ready : { absent: `${record.threads} threads compute instead of ${threads}.` };
}

void main(process.argv[2] ?? 'auto', Number(process.argv[3] ?? 1));
