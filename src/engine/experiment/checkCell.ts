import { basename } from 'node:path';
import { memory, tensor, tensor2d, tidy, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import type { CellSource } from '../../protocol/cellSource';
import type { CellCheck } from '../../protocol/inspector';
import { UserError } from '../../protocol/userError';
import type { LayerWeights } from '../cells/layerState';
import type { FreeCell } from '../cells/free/freeCell';
import { ownCell } from '../cells/own/ownCell';
import { FreeWindow } from '../layers/freeWindow';
import { Random } from '../weights/random';
import { disposePass } from '../layers/window';

/** Sizes that the cell is tried with. */
const [inputs, units, batch, time] = [3, 4, 2, 5];
/** Numbers of a parameter that are moved, at most. */
const mostMoved = 24;
/** The farther of the two moves of a number; the other is half as far, and what their error has in common cancels. */
const move = 2 ** -5;
/** The largest difference of a gradient that is right, relative to its largest number. */
const tolerance = 1e-2;

/**
 * Compares the gradients of a person's cell with finite differences, by a small window of random numbers. Needs a started
 * backend of TensorFlow.js.
 * @throws UserError with file and line where the cell fails, makes numbers that are not finite, or keeps tensors
 */
export function checkCell(source: CellSource): CellCheck {
  const { file } = source;
  const layer = { cell: 'own', ...source, units, bidirectional: false, dropout: 0 } as const;
  const cell = ownCell(layer as Parameters<typeof ownCell>[0], inputs);
  const before = memory().numTensors;
  const check = tidy(() => compare(file, cell) as never) as CellCheck;
  if (memory().numTensors > before) throw keepsTensors(file, memory().numTensors - before);
  return check;
}

function compare(file: string, cell: FreeCell): CellCheck {
  const random = Random.fromSeed(7);
  const numbers = (length: number, scale = 1) => Float32Array.from({ length }, () => scale * random.normal());
  const drawn = cell.parameters.map(({ shape }) =>
    numbers(
      shape.reduce((size, length) => size * length, 1),
      0.5,
    ),
  );
  const features = tensor2d(numbers(time * batch * inputs), [time * batch, inputs]);
  const zero = () => tensor2d(new Float32Array(batch * units), [batch, units]);
  const initial = cell.hasCellState ? { h: zero(), c: zero() } : { h: zero() };
  const by = tensor2d(numbers(time * batch * units), [time * batch, units]);
  const weigh = by.dataSync();
  const windowOf = () => new FreeWindow(cell, { layers: [weightsFrom(cell, drawn)] }, inputs);
  const loss = () =>
    tidy(() => {
      const pass = windowOf().forward(features, [initial], 'states');
      return (pass.output.dataSync() as Float32Array).reduce((sum, value, i) => sum + value * weigh[i]!, 0) as never;
    }) as number;
  const window = windowOf();
  const pass = window.forward(features, [initial], 'gradients');
  checkFinite(file, pass.output);
  const gradient = window.backward(pass, by, { weights: true, norms: false }).weights!.layers[0]!;
  disposePass(pass);
  const parameters = cell.parameters.map(({ stem, shape }, k) => {
    const found = gradient[stem]!.dataSync();
    const difference = apartFrom(found, drawn[k]!, loss);
    return { name: stem, shape, difference, isRight: difference < tolerance };
  });
  return { parameters, quantities: cell.quantities.map(({ name }) => name) };
}

const weightsFrom = (cell: FreeCell, drawn: Float32Array[]): LayerWeights =>
  Object.fromEntries(cell.parameters.map(({ stem, shape }, k) => [stem, tensor(drawn[k]!.slice(), shape) as Tensor]));

/** The largest difference to finite differences over some of a parameter's numbers, relative to the largest of them. */
function apartFrom(found: ArrayLike<number>, values: Float32Array, loss: () => number): number {
  const every = Math.ceil(values.length / mostMoved);
  let [apart, largest] = [0, 1e-3];
  for (let i = 0; i < values.length; i += every) {
    const value = values[i]!;
    const slope = (by: number) => {
      const [above, below] = [value + by, value - by].map((moved) => {
        values[i] = moved;
        return loss();
      }) as [number, number];
      values[i] = value;
      return (above - below) / (2 * by);
    };
    const expected = (4 * slope(move / 2) - slope(move)) / 3; // Richardson
    apart = Math.max(apart, Math.abs(found[i]! - expected));
    largest = Math.max(largest, Math.abs(expected));
    if (!Number.isFinite(found[i]!)) return Infinity;
  }
  return apart / largest;
}

function checkFinite(file: string, output: Tensor2D): void {
  const at = output.dataSync().findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  throw new UserError(
    l10n.t('{0}: h is not finite at time step {1}.', basename(file), Math.floor(at / (batch * units))),
    l10n.t('Look for a division by zero, or a logarithm or root of what is not positive.'),
  );
}

const keepsTensors = (file: string, count: number) =>
  new UserError(
    l10n.t('{0} keeps {1} tensors after its steps have ended.', basename(file), count),
    l10n.t('Compute with tensors only inside of "step", and keep none in variables outside of it.'),
  );
