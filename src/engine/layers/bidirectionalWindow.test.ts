import { memory, tensor, tensor2d, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Layer } from '../../protocol/experiment';
import { layerSchema } from '../../protocol/layerSchema';
import type { KernelChoice } from '../../protocol/session';
import { startEngine } from '../backend/engine';
import { engineKernels } from '../backend/engineKernels';
import { byDirection, twoWayParameters } from '../cells/directions';
import { bidirectionalWindow } from './bidirectionalWindow';
import { anywhere } from '../cells/layerPlace';
import { composedWindow } from './composedWindow';
import { kernelWindow } from './kernelWindow';
import { layerName } from '../weights/parameters';
import { Random } from '../weights/random';
import { distance, Golden, layersOf, savedInitialOf, type GoldenModel } from '../model/testing/golden';
import { startTarget, targets } from '../model/testing/targets';
import { timeMajor } from './testing/timeMajor';
import { disposePass, disposeStates, type MakeWindow } from './window';

const goldens = ['lstm', 'gru', 'elman', 'elmanRelu', 'lstmFull', 'gruBeforeReplace'];
const matrix = (numbers: ArrayLike<number>, width: number) => {
  const data = Float32Array.from(numbers);
  return tensor2d(data, [data.length / width, width]);
};

/** Rows of a golden [batch, time, width] as time-major rows. */
function rowsOf(golden: Golden, name: string): Float64Array {
  const { shape, data } = golden.array(name);
  const [batch, time, width] = shape as [number, number, number];
  const places = timeMajor(
    Int32Array.from({ length: batch * time }, (_, i) => i),
    batch,
  );
  return Float64Array.from([...places].flatMap((row) => [...data.slice(row * width, (row + 1) * width)].map(Number)));
}

interface Model extends GoldenModel {
  features: number;
}

/** Everything that a golden bidirectional window gives, by name. */
function everything(golden: Golden, make: MakeWindow): Map<string, ArrayLike<number>> {
  const model = golden.metadata<Model>('model');
  const layers = layersOf(model);
  const name = (k: number, stem: string) => layerName(stem, k).replace('rnn.', '');
  const own = layers.map((layer, k) =>
    twoWayParameters(layer, { ...anywhere, inputs: k ? 2 * model.units : model.features }),
  );
  const weights = own.map((parameters, k) =>
    Object.fromEntries(
      parameters.map(({ stem, shape }) => [
        stem,
        tensor(Float32Array.from(golden.numbers(`weights.${name(k, stem)}`)), shape),
      ]),
    ),
  );
  const features = matrix(rowsOf(golden, 'input'), model.features);
  const initial = savedInitialOf(golden, 2).map(({ h, c }) => ({
    h: matrix(h.data as Float32Array, model.units),
    c: c && matrix(c.data as Float32Array, model.units),
  }));
  const window = bidirectionalWindow(make)(layers, { layers: weights }, { ...anywhere, inputs: model.features });
  const pass = window.forward(features, initial, 'gradients');
  const found = new Map<string, number[]>();
  const put = (key: string, of: Tensor) => found.set(key, [...(found.get(key) ?? []), ...of.dataSync()]);
  put('output', pass.output);
  const final = window.stateAfter(pass, model.window);
  const outputGradient = matrix(rowsOf(golden, 'output.gradient'), 2 * model.units);
  const gradient = window.backward(pass, outputGradient, { weights: true, norms: true });
  put('gradient.input', gradient.input!);
  for (const [key, states] of [
    ['final', final],
    ['gradient.state', gradient.initial],
  ] as const)
    for (const { h, c } of states) {
      put(`${key}.h`, h);
      if (c) put(`${key}.c`, c);
    }
  gradient.weights!.layers.forEach((layer, k) =>
    Object.entries(layer).forEach(([stem, of]) => put(`gradient.${name(k, stem)}`, of)),
  );
  for (const norms of gradient.norms!)
    for (const [kind, curve] of Object.entries(norms))
      found.set(`profile.${kind}`, [...(found.get(`profile.${kind}`) ?? []), ...(curve as Float32Array)]);
  [...final, ...gradient.initial, ...initial].forEach((state) => disposeStates([state]));
  for (const layer of [...weights, ...gradient.weights!.layers]) Object.values(layer).forEach((of) => of.dispose());
  [features, outputGradient, gradient.input!].forEach((of) => of.dispose());
  disposePass(pass);
  window.dispose();
  return found;
}

describe.each(
  targets.map((kernels): [string, () => MakeWindow] => [
    kernels,
    () => (engineKernels() ? kernelWindow(engineKernels()!) : composedWindow),
  ]),
)('a window read in both directions, by %s', (kernels, make) => {
  beforeAll(async () => {
    await startEngine({ engine: 'embedded', kernels: 'reference' }); // the tensors around the window
    await startTarget(kernels as KernelChoice);
  });

  it.each(goldens)('is what float64 gives, in outputs, states, gradients and norms of both directions: %s', (cell) => {
    const golden = new Golden(`bidirectional/${cell}.safetensors`);
    const found = everything(golden, make());
    const names = [...golden.under('')]
      .map(([name]) => name)
      .filter((name) => /^(output$|final|gradient|profile)/.test(name));
    expect([...found.keys()].sort()).toEqual(names.sort());
    for (const name of names) {
      const isRows = name === 'output' || name === 'gradient.input';
      const expected = isRows ? rowsOf(golden, name) : golden.numbers(name);
      expect(distance(found.get(name)!, expected), name).toBeLessThan(1e-5);
    }
  });

  it('sums what both directions give an embedding, drops out between layers, and leaves no tensor behind', () => {
    const layers = [0.4, 0].map((dropout) => layerSchema.parse({ cell: 'gru', units: 3, dropout }));
    const read = (masks?: { seed: number; step: number }) => withEmbedding(layers, make(), masks);
    const first = read();
    const before = memory().numTensors;
    expect(read()).toEqual(first);
    expect(distance(read({ seed: 1, step: 2 }).output, first.output)).toBeGreaterThan(0.01);
    expect(memory().numTensors).toBe(before);
    expect(distance(first.embedding, first.byFeatures)).toBeLessThan(1e-5);
  });
});

/** A window of symbols; the gradient by their vectors, and the same from the gradient by the vectors as features. */
function withEmbedding(layers: Layer[], make: MakeWindow, masks?: { seed: number; step: number }) {
  const random = Random.fromSeed(5);
  const numbers = (length: number) => Float32Array.from({ length }, () => random.normal());
  const [batch, vocabulary, size] = [2, 4, 3];
  const symbols = Int32Array.from({ length: batch * 5 }, (_, i) => (i * 3) % vocabulary);
  const embedding = matrix(numbers(vocabulary * size), size);
  const weights = layers.map((layer, k) =>
    Object.fromEntries(
      twoWayParameters(layer, { ...anywhere, inputs: k ? 6 : size }).map(({ stem, shape }) => [
        stem,
        tensor(numbers(shape.reduce((product, length) => product * length, 1)), shape),
      ]),
    ),
  );
  const initial = Array.from({ length: 4 }, () => ({ h: matrix(numbers(batch * 3), 3) }));
  const outputGradient = matrix(numbers(symbols.length * 6), 6);
  const vectors = Float32Array.from(
    [...symbols].flatMap((symbol) => [...embedding.dataSync().slice(symbol * size, (symbol + 1) * size)]),
  );
  const features = matrix(vectors, size);
  const run = (input: Int32Array | Tensor2D) => {
    const given = { embedding: input === symbols ? embedding : undefined, layers: weights };
    const window = bidirectionalWindow(make)(layers, given, { ...anywhere, inputs: size });
    const pass = window.forward(input, initial, 'gradients', masks);
    const gradient = window.backward(pass, outputGradient, { weights: true, norms: false });
    const found = {
      output: [...pass.output.dataSync()],
      embedding: [...(gradient.weights!.embedding?.dataSync() ?? [])],
      input: [...(gradient.input?.dataSync() ?? [])],
    };
    disposeStates(gradient.initial);
    gradient.input?.dispose();
    gradient.weights!.embedding?.dispose();
    gradient.weights!.layers.forEach((layer) => Object.values(layer).forEach((of) => of.dispose()));
    disposePass(pass);
    window.dispose();
    return found;
  };
  const [bySymbols, byFeatures] = [run(symbols), run(features)];
  const summed = new Float64Array(vocabulary * size);
  symbols.forEach((symbol, row) => {
    for (let i = 0; i < size; i++) summed[symbol * size + i]! += byFeatures.input[row * size + i]!;
  });
  for (const layer of weights) Object.values(layer).forEach((of) => of.dispose());
  disposeStates(initial);
  [embedding, features, outputGradient].forEach((of) => of.dispose());
  return { output: bySymbols.output, embedding: bySymbols.embedding, byFeatures: [...summed] };
}

it("each direction's weights are found by their names and joined again", () => {
  const parts = byDirection({ weight_ih: 1, weight_ih_reverse: 2, bias_hh_reverse: 3 });
  expect(parts).toEqual({ forward: { weight_ih: 1 }, backward: { weight_ih: 2, bias_hh: 3 } });
});
