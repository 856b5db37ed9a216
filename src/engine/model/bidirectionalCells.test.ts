import { memory, setBackend, tensor2d, tensor, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { layersSchema } from '../../protocol/layerSchema';
import type { Layer } from '../../protocol/experiment';
import { engineKernels } from '../backend/engineKernels';
import { startTensors } from '../backend/startTensors';
import type { LayerState } from '../cells/layerState';
import { cellShapeOf } from '../cells/cellShape';
import { twoWayParameters } from '../cells/directions';
import { anywhere } from '../cells/layerPlace';
import { layerParameters } from '../cells/layerParameters';
import { outputsOf, stateWidthOf } from '../cells/layerWidths';
import { allowOwnCells } from '../cells/own/allowOwnCells';
import { Generator } from '../kernels/testing/generator';
import { bidirectionalWindow, twoWayPlaces } from '../layers/bidirectionalWindow';
import { composedWindow, mixedWindow } from '../layers/composedWindow';
import { distance } from './testing/golden';
import type { PlainStep } from './testing/plainModel';
import { kernelTargets, startTarget } from './testing/targets';
import { twoWayReference, type Numbers, type TwoWayWindowNumbers } from './testing/twoWayReference';
import { disposePass, disposeStates, type MakeWindow } from '../layers/window';

const [batch, time, features, units] = [2, 3, 2, 2];
const stack = { ...anywhere, inputs: features };
const activations = ['tanh', 'relu', 'sigmoid', 'identity'] as const;
const hidden = [{ units: 3, activation: 'sigmoid' }, { units: 2 }];

/** h' = tanh(A h + B x + c), c' = c / 2 + sigmoid(B x). */
const own = {
  cell: 'own',
  file: 'my-cell.ts',
  source: `import { tf } from './unroll-cell';
export const parameters = ({ inputs, units }) => ({ A: [units, units], B: [units, inputs] });
export const state = ['h', 'c'];
export function step({ h, c }, x, { A, B }) {
  const from = tf.matMul(x, B, false, true);
  return {
    h: tf.tanh(tf.add(tf.add(tf.matMul(h, A, false, true), from), c)),
    c: tf.add(tf.mul(0.5, c), tf.sigmoid(from)),
  };
}`,
};
const plainOwn: PlainStep = (x, { h, c }, weight) => {
  const product = (name: string, v: number[]) =>
    h.map((_, u) => v.reduce((sum, value, i) => sum + weight(name).data[u * v.length + i]! * value, 0));
  const [byState, from] = [product('A', h), product('B', x)];
  return {
    h: h.map((_, u) => Math.tanh(byState[u]! + from[u]! + c![u]!)),
    c: c!.map((value, u) => 0.5 * value + 1 / (1 + Math.exp(-from[u]!))),
  };
};

const cells: object[] = [
  ...activations.map((activation) => ({ cell: 'elman', activation })),
  ...(['tanh', 'sigmoid'] as const).flatMap((candidate) =>
    (['none', 'diagonal', 'full'] as const).map((peephole) => ({ cell: 'lstm', candidate, peephole })),
  ),
  ...(['after', 'before'] as const).flatMap((reset) =>
    (['keep', 'replace'] as const).map((update) => ({ cell: 'gru', reset, update })),
  ),
  { cell: 'deep', hiddenToHidden: hidden, inputToHidden: hidden.slice(0, 1), activation: 'identity' },
  { cell: 'deep', transition: 'nested', hiddenToHidden: hidden },
  { cell: 'feed-forward', context: 1 },
  { cell: 'feed-forward', context: 3 },
  { cell: 'feed-forward', context: 2, direct: true },
  own,
];

const stacks: Record<string, boolean[]> = {
  'two layers of both directions': [true, true],
  'both directions below one': [true, false],
};

/** Two layers of a cell with everything that a window needs; always the same. */
function drawOf(cell: object, isTwoWay: boolean[], countsFinal: boolean): TwoWayWindowNumbers {
  const draw = new Generator(7);
  const numbers = (shape: number[], size = 1): Numbers => ({
    shape,
    data: Float64Array.from(
      draw.numbers(
        shape.reduce((product, length) => product * length, 1),
        size,
      ),
    ),
  });
  const layers = layersSchema.parse(isTwoWay.map(() => ({ ...cell, units })));
  const places = twoWayPlaces(layers, stack, (k) => isTwoWay[k]!);
  const weights = layers.map((layer, k) => {
    const own = isTwoWay[k] ? twoWayParameters(layer, places[k]!) : layerParameters(layer, places[k]!);
    return Object.fromEntries(own.map(({ stem, shape }) => [stem, numbers(shape, 0.8)]));
  });
  const states = () =>
    layers.flatMap((layer, k) =>
      (isTwoWay[k] ? [0, 1] : [0]).map(() => ({
        h: numbers([batch, stateWidthOf(layer, places[k]!.inputs)], 0.5),
        ...(cellShapeOf(layer).hasCellState ? { c: numbers([batch, units], 0.5) } : {}),
      })),
    );
  const outputs = outputsOf(layers.at(-1)!, places.at(-1)!.inputs) * (isTwoWay.at(-1) ? 2 : 1);
  return {
    layers,
    isTwoWay,
    batch,
    weights,
    features: numbers([time * batch, features]),
    initial: states(),
    byOutput: numbers([time * batch, outputs]),
    byFinal: countsFinal ? states() : undefined,
  };
}

const matrix = ({ shape, data }: Numbers) => tensor2d(Float32Array.from(data), shape as [number, number]);
const statesOf = (states: { h: Numbers; c?: Numbers }[]): LayerState[] =>
  states.map(({ h, c }) => ({ h: matrix(h), c: c && matrix(c) }));

/** Everything that the window gives, by the names of the reference. */
function everything(drawn: TwoWayWindowNumbers, make: MakeWindow): Map<string, ArrayLike<number>> {
  const { layers, isTwoWay } = drawn;
  const weights = drawn.weights.map((layer) =>
    Object.fromEntries(
      Object.entries(layer).map(([stem, { shape, data }]) => [stem, tensor(Float32Array.from(data), shape)]),
    ),
  );
  const [input, byOutput, initial] = [matrix(drawn.features), matrix(drawn.byOutput), statesOf(drawn.initial)];
  const final = drawn.byFinal && statesOf(drawn.byFinal);
  const window = bidirectionalWindow(make, (k) => isTwoWay[k]!)(layers, { layers: weights }, stack);
  const pass = window.forward(input, initial, 'gradients');
  const gradient = window.backward(pass, byOutput, { weights: true, norms: true, states: true }, final);
  const found = new Map<string, ArrayLike<number>>();
  const put = (name: string, of: Tensor) => void found.set(name, of.dataSync().slice());
  put('output', pass.output);
  put('input', gradient.input!);
  gradient.weights!.layers.forEach((layer, k) =>
    Object.entries(layer).forEach(([stem, of]) => put(`${stem} ${k}`, of)),
  );
  for (const [name, states] of Object.entries({ initial: gradient.initial, states: gradient.states! }))
    states.forEach(({ h, c }, way) => {
      put(`${name} h ${way}`, h);
      if (c) put(`${name} c ${way}`, c);
    });
  gradient.norms!.forEach(({ total, cell }, way) => {
    found.set(`norms total ${way}`, total.slice(1));
    if (cell) found.set(`norms cell ${way}`, cell.slice(1));
  });
  [pass].forEach(disposePass);
  window.dispose();
  [initial, final ?? [], gradient.initial, gradient.states!].forEach(disposeStates);
  [...weights, ...gradient.weights!.layers].forEach((layer) => Object.values(layer).forEach((of) => of.dispose()));
  [input, byOutput, gradient.input!].forEach((of: Tensor2D) => of.dispose());
  return found;
}

function compare(found: Map<string, ArrayLike<number>>, expected: Map<string, number[]>): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [name, numbers] of expected) expect(distance(found.get(name)!, numbers), name).toBeLessThan(1e-5);
}

/** The cell and its options, without the text of a file. */
const nameOf = (cell: object): string => JSON.stringify({ ...cell, source: undefined });

beforeAll(async () => {
  allowOwnCells();
  await startTarget('reference');
});

async function isAsDifferencesSay(cell: object, isTwoWay: boolean[]): Promise<void> {
  const drawn = drawOf(cell, isTwoWay, true);
  const expected = twoWayReference(drawn, plainOwn);
  for (const backend of ['wasm', 'cpu']) {
    await setBackend(backend);
    everything(drawn, composedWindow);
    const before = memory().numTensors;
    compare(everything(drawn, composedWindow), expected);
    expect(memory().numTensors).toBe(before);
  }
}

describe.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', (_, cell) => {
  it.each(Object.keys(stacks))('is read in both directions as finite differences in float64 say: %s', (name) =>
    isAsDifferencesSay(cell, stacks[name]!),
  );
});

it('a layer of one direction may stand below', async () => {
  for (const cell of [{ cell: 'elman' }, { cell: 'feed-forward', context: 2, direct: true }, own])
    await isAsDifferencesSay(cell, [false, true]);
});

it.each(kernelTargets.slice(0, 1))(
  'kernels of %s carry the directions that they know, between tensors',
  async (target) => {
    await startTarget(target);
    await startTensors();
    await setBackend('wasm');
    for (const cell of [...cells.filter((_, i) => i % 4 === 0), own]) {
      const drawn = drawOf(cell, [true, false], false);
      compare(everything(drawn, mixedWindow(engineKernels()!)), twoWayReference(drawn, plainOwn));
    }
  },
);

describe('what cannot be read in both directions', () => {
  const refused = (cell: object, isTwoWay = true) => {
    const layers = layersSchema.parse([{ ...cell, units }]) as Layer[];
    return () => bidirectionalWindow(composedWindow, () => isTwoWay)(layers, { layers: [{}] }, stack);
  };

  it('is a Jordan layer, in a sentence', () => {
    expect(refused({ cell: 'jordan' })).toThrow('A Jordan layer cannot read in both directions');
    expect(refused({ cell: 'jordan' }, false)).not.toThrow();
  });

  it('is a cell of the person’s own whose parameters are called like those of the other direction', () => {
    const source = own.source.replaceAll('A', 'A_reverse');
    expect(refused({ ...own, source })).toThrow('In my-cell.ts the parameter A_reverse ends as those of the backward');
    expect(refused({ ...own, source }, false)).not.toThrow();
  });
});
