import { tensor, tensor2d, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import type { Layer } from '../../protocol/experiment';
import { rows } from '../backend/arrange';
import { viewOf } from '../backend/compute';
import { tensorsOf } from '../cells/torchWeights';
import type { LayerState } from '../cells/layerState';
import { cellShapeOf } from '../cells/cellShape';
import type { DerivedLayer } from '../cells/free/freeLayer';
import { stemsOf } from '../cells/layerParameters';
import type { MaskDraw } from '../kernels/dropout';
import type { Kernels } from '../kernels/kernels';
import { KernelNetwork } from '../kernels/network';
import type { KernelPass } from '../kernels/pass';
import type { Keep, LayerStates } from '../kernels/passTypes';
import { readRows, type Rows } from '../kernels/rows';
import { dropLayers } from './dropLayers';
import { normsOf } from './kernelNorms';
import { rowsOf, type LayerTrace } from './layerTrace';
import { shapeOfLayer } from './kernelShape';
import {
  disposeStates,
  timeOf,
  type MakeWindow,
  type Keeps,
  type RecurrentWindow,
  type StackWeights,
  type Wanted,
  type WindowGradient,
  type WindowInput,
  type WindowPass,
} from './window';

/** Layers whose windows kernels carry, between tensors: they read copies of tensors and answer tensors. */
export const kernelWindow =
  (kernels: Kernels): MakeWindow =>
  (layers, weights) =>
    new KernelWindow(kernels, layers, weights);

/**
 * A stack of layers over a window, by kernels.
 *
 * Its tape: layer by layer h after 0..time time steps, [(time + 1) * batch, units], and c likewise where the cell has
 * one. A backward pass goes forward again from the first of them: that costs less than a copy of all gates would.
 */
class KernelWindow implements RecurrentWindow {
  /** Made when the kind of input is known. */
  private network: KernelNetwork | undefined;

  constructor(
    private readonly kernels: Kernels,
    private readonly layers: Layer[],
    private readonly weights: StackWeights,
  ) {}

  tapeLength(): number {
    return this.layers.reduce((sum, layer) => sum + (cellShapeOf(layer).hasCellState ? 2 : 1), 0);
  }

  forward(input: WindowInput, initial: LayerState[], _keeps: Keeps, masks?: MaskDraw): WindowPass {
    const batch = initial[0]!.h.shape[0];
    const time = lengthOf(input) / batch;
    return this.during({ input, batch, masks }, { gates: true }, (pass) => {
      setInitial(pass, initial);
      pass.forward(time);
      const tape = this.layers.flatMap((_, k) => {
        const all = [pass.hidden(k), pass.cell(k)].filter((states) => states !== undefined);
        return all.map((states) => tensor2d(readRows(states, 0, states.rows), [states.rows, states.columns]));
      });
      const outputs = pass.hidden(this.layers.length - 1);
      const output = tensor2d(readRows(outputs, batch, outputs.rows), [time * batch, outputs.columns]);
      return { input, batch, masks, output, tape };
    });
  }

  /** The state of each layer after some time steps, from the tape. */
  stateAfter({ tape, batch }: WindowPass, time: number): LayerState[] {
    let at = 0;
    const next = () => rows(tape[at++]!, time * batch, batch);
    return this.layers.map((layer) => (cellShapeOf(layer).hasCellState ? { h: next(), c: next() } : { h: next() }));
  }

  backward(pass: WindowPass, outputGradient: Tensor2D, wanted: Wanted, final?: LayerState[]): WindowGradient {
    if (final) throw new RangeError('kernels chain windows by their own passes'); // kernelPasses.ts
    const { input, batch } = pass;
    const time = timeOf(pass);
    return this.during(pass, { gates: true, gradients: true, stateGradients: wanted.states }, (again, network) => {
      const initial = this.stateAfter(pass, 0);
      setInitial(again, initial);
      disposeStates(initial);
      again.forward(time);
      again.setOutputGradient(viewOf(outputGradient));
      again.backward(time, { ...wanted, stateGradients: wanted.states });
      return {
        initial: this.layers.map((layer, k) => stateOf(again.initialGradient(k), [batch, layer.units])),
        input: input instanceof Int32Array ? undefined : tensor2d(again.featureGradient(time), input.shape),
        states: wanted.states ? this.layers.map((layer, k) => stateRows(again, layer, k, time * batch)) : undefined,
        norms: wanted.norms ? this.layers.map((_, k) => normsOf(again.norms(k, time))) : undefined,
        weights: wanted.weights ? gradientOf(network, this.layers, this.weights) : undefined,
      };
    });
  }

  /** Of a stack the first layer's alone: what goes between its layers stays in the kernels' memory. */
  inputsOf({ input }: WindowPass): WindowInput[] {
    return [input];
  }

  /** The states alone: the gates stay in the kernels' memory. */
  traces({ tape, batch }: WindowPass): LayerTrace[] {
    let at = 0;
    const next = () => rowsOf(tape[at++]!, batch);
    return this.layers.map((layer) => ({
      h: next(),
      c: cellShapeOf(layer).hasCellState ? next() : undefined,
      gates: new Map(),
    }));
  }

  dispose(): void {
    this.network?.dispose();
    this.network = undefined;
  }

  /** Uses a pass that has read the input, with dropout where masks are drawn. */
  private during<T>(
    { input, batch, masks }: Pick<WindowPass, 'input' | 'batch' | 'masks'>,
    keep: Keep,
    body: (pass: KernelPass, network: KernelNetwork) => T,
  ): T {
    this.network ??= networkOf(this.kernels, this.layers, this.weights, input instanceof Int32Array);
    const pass = this.network.pass(batch, lengthOf(input) / batch, { ...keep, dropout: masks !== undefined });
    try {
      if (masks) dropLayers(pass, this.layers, masks);
      if (input instanceof Int32Array) pass.read(input);
      else pass.readFeatures(viewOf(input));
      return body(pass, this.network);
    } finally {
      pass.dispose();
    }
  }
}

/** The network with copies of the weights. */
function networkOf(kernels: Kernels, layers: Layer[], weights: StackWeights, readsSymbols: boolean): KernelNetwork {
  const width = tensorsOf(weights.layers[0]!).weightIh.shape[1];
  const [vocabulary, embedding] = weights.embedding?.shape ?? [width];
  const input = readsSymbols ? { vocabulary, embedding } : { features: width };
  const network = new KernelNetwork(
    kernels,
    { input, layers: layers.map((layer) => shapeOfLayer(layer as DerivedLayer)) },
    0,
  );
  let at = 0;
  for (const tensor of flat(layers, weights, readsSymbols)) {
    network.values.set(viewOf(tensor), at);
    at += tensor.size;
  }
  network.changed();
  return network;
}

/** The gradient by the weights, in tensors of their shapes. */
function gradientOf(network: KernelNetwork, layers: Layer[], weights: StackWeights): StackWeights {
  const readsSymbols = 'vocabulary' in network.shape.input;
  let at = 0;
  const next = <T extends Tensor>({ size, shape }: T) => tensor(network.gradient.slice(at, (at += size)), shape) as T;
  return {
    embedding: weights.embedding && readsSymbols ? next(weights.embedding) : undefined,
    layers: layers.map((layer, k) =>
      Object.fromEntries(stemsOf(layer).map((stem) => [stem, next(weights.layers[k]![stem]!)])),
    ),
  };
}

/** All weights in the order of the kernels; the embedding only where symbols are read. */
const flat = (layers: Layer[], { embedding, layers: weights }: StackWeights, readsSymbols: boolean): Tensor[] => [
  ...(embedding && readsSymbols ? [embedding] : []),
  ...layers.flatMap((layer, k) => stemsOf(layer).map((stem) => weights[k]![stem]!)),
];

const lengthOf = (input: WindowInput): number => (input instanceof Int32Array ? input.length : input.shape[0]);

/** The gradients by a layer's states after each time step, [time * batch, units]. */
function stateRows(pass: KernelPass, layer: Layer, k: number, count: number): LayerState {
  const of = (all: Rows) => tensor2d(readRows(all, pass.batch, pass.batch + count), [count, all.columns]);
  const h = of(pass.hiddenGradients(k));
  return cellShapeOf(layer).hasCellState ? { h, c: of(pass.cellGradients(k)) } : { h };
}

const setInitial = (pass: KernelPass, states: LayerState[]): void =>
  states.forEach(({ h, c }, k) => pass.setState(k, viewOf(h), c && viewOf(c)));

const stateOf = ({ h, c }: LayerStates, shape: [number, number]): LayerState => ({
  h: tensor2d(h, shape),
  c: c && tensor2d(c, shape),
});
