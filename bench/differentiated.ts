import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  add,
  cast,
  concat,
  engine,
  losses,
  matMul,
  oneHot,
  slice,
  tensor,
  tensor1d,
  tidy,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { startEngine } from '../src/engine/backend/engine';
import { freeCellOf } from '../src/engine/cells/free/freeCellOf';
import type { FreeLayer } from '../src/engine/cells/free/freeLayer';
import { allowOwnCells } from '../src/engine/cells/own/allowOwnCells';
import type { Dataset } from '../src/engine/tasks/languageModel/dataset';
import { initialise } from '../src/engine/weights/initialise';
import { layerName, parametersOf, partOf } from '../src/engine/weights/parameters';
import { Random } from '../src/engine/weights/random';
import { Training } from '../src/engine/training/training';
import { experimentSchema, type Experiment } from '../src/protocol/experiment';
import { embedding, vocabulary } from './cases';
import { inWords, median, rowWithGoal, type Measured, type Row, type Setting } from './row';
import { datasetOf } from './workload';

/** Milliseconds that a training step may take beyond the operations of its cell. */
const most = 10;

/** The cells whose gradient TensorFlow.js finds, as an experiment file says them. */
const cells = (root: string): Record<string, object> => ({
  'own, the example': {
    cell: 'own',
    file: 'my-cell.ts',
    source: readFileSync(join(root, 'examples/own-cell/my-cell.ts'), 'utf8'),
  },
  'deep, additive': { cell: 'deep', hiddenToHidden: [{ units: 16 }] },
  'deep, nested': { cell: 'deep', transition: 'nested', hiddenToHidden: [{ units: 16 }] },
  jordan: { cell: 'jordan' },
});

/**
 * A training step beside the operations that it cannot do without: the cell's, time step by time step, with embedding,
 * head and loss, and the gradient by all weights, as TensorFlow.js does it when it is asked directly.
 */
export async function measure({ root, isQuick }: Setting): Promise<Measured> {
  allowOwnCells();
  await startEngine({ engine: 'embedded', kernels: 'reference', threads: 1 });
  const dataset = await datasetOf(400_000);
  const rows: Row[] = [];
  for (const [name, layer] of Object.entries(cells(root)))
    for (const [units, batch] of [
      [1, 1],
      [64, 32],
    ] as const) {
      const experiment = experimentSchema.parse({
        data: { path: 'text.txt' },
        model: { input: { embedding }, layers: [{ ...layer, units }] },
        training: { batch, window: 64, clip: { norm: 5 }, epochs: 1_000_000 },
      });
      rows.push(rowOf(`${name}, 1x${units}, batch ${batch}`, experiment, dataset, isQuick));
    }
  return { rows };
}

function rowOf(what: string, experiment: Experiment, dataset: Dataset, isQuick: boolean): Row {
  const training = Training.create({ experiment, dataset });
  const operations = operationsOf(experiment, dataset);
  const ours = () => training.takeStep({ profile: false, reach: false });
  for (let step = 0; step < 5; step++) [ours, operations.run].forEach(msOf);
  const [stepMs, operationsMs]: [number[], number[]] = [[], []];
  const until = performance.now() + (isQuick ? 800 : 4000);
  while (performance.now() < until || stepMs.length < 7) {
    stepMs.push(msOf(ours));
    operationsMs.push(msOf(operations.run));
  }
  training.dispose();
  operations.dispose();
  const value = median(stepMs) - median(operationsMs);
  const figure = `${inWords(median(stepMs))} ms a step, ${value < 0 ? 'less than' : `${inWords(value)} ms beyond`} its operations (${inWords(median(operationsMs))} ms)`;
  return rowWithGoal({ what, figure, value, details: { stepMs, operationsMs } }, { atMost: most }, (ms) => `${ms} ms`);
}

/** The operations of one step, with weights as a training begins with. */
function operationsOf(experiment: Experiment, { training: symbols }: Dataset) {
  const { model, training } = experiment;
  const { batch, window, seed, init } = training;
  const parameters = parametersOf(model, vocabulary);
  const values = initialise(model, parameters, Random.fromSeed(seed), init);
  const weights = new Map(
    parameters.map((each) => [each.name, tensor(partOf(values, each).slice(), each.shape as number[])]),
  );
  const named = (name: string) => weights.get(name) as Tensor2D;
  const layer = model.layers[0] as FreeLayer;
  const cell = freeCellOf(layer, { inputs: embedding, outputs: vocabulary, head: [] });
  const ofLayer = Object.fromEntries([
    ...weights, // of the head, which a Jordan cell reads
    ...cell.parameters.map(({ stem }) => [stem, named(layerName(stem, 0))] as const),
  ]);
  const loss = (): Tensor => {
    const bound = cell.bind(ofLayer);
    const input = tensor1d(symbols.subarray(0, batch * window), 'int32');
    const x = matMul(cast(oneHot(input, vocabulary), 'float32') as Tensor2D, named('embedding.weight')); // gather has no gradient
    const { sums } = bound.read(x as Tensor2D, symbols.subarray(0, batch * window));
    let state = { h: tensor(new Float32Array(batch * layer.units), [batch, layer.units]) as Tensor2D };
    const hidden = Array.from({ length: window }, (_, t) => {
      const now = slice(sums, [t * batch, 0], [batch, sums.shape[1]]);
      return (state = bound.step(now, state, t).state).h;
    });
    const logits = add(matMul(concat(hidden, 0), named('head.weight'), false, true), named('head.bias'));
    const target = oneHot(tensor1d(symbols.subarray(1, batch * window + 1), 'int32'), vocabulary);
    return losses.softmaxCrossEntropy(target, logits as Tensor2D);
  };
  const all = [...weights.values()];
  return {
    run: () => tidy(() => void engine().gradients(loss, all, undefined, true)),
    dispose: () => all.forEach((each) => each.dispose()),
  };
}

function msOf(act: () => unknown): number {
  const from = performance.now();
  act();
  return performance.now() - from;
}
