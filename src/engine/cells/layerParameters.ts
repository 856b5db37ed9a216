import type { Layer } from '../../protocol/experiment';
import { cellShapeOf } from './cellShape';
import { freeCellOf, type LayerPlace } from './free/freeCellOf';
import { isFree, type FeedForwardLayer } from './free/freeLayer';
import type { InitialValues } from './initialValues';

/** A parameter of a layer: its name without the layer's number, as PyTorch names it, and its shape. */
export interface LayerParameter {
  stem: string;
  shape: number[];
  /** How it begins, where its cell says it. */
  initial?: InitialValues;
}

/** What every cell of PyTorch has. */
export interface TorchWeights<Matrix, Vector> {
  /** [gates * units, inputs] */
  weightIh: Matrix;
  /** [gates * units, units] */
  weightHh: Matrix;
  /** [gates * units] */
  biasIh: Vector;
  /** [gates * units] */
  biasHh: Vector;
}

/** The parameters of a layer in the order in which they stand among a model's. */
export function layerParameters(layer: Layer, place: LayerPlace): readonly LayerParameter[] {
  const { inputs } = place;
  if (isFree(layer)) return freeCellOf(layer, place).parameters;
  if (layer.cell === 'feed-forward') return feedForwardParameters(layer, inputs);
  const height = cellShapeOf(layer).gates * layer.units;
  return [
    { stem: 'weight_ih', shape: [height, inputs] },
    { stem: 'weight_hh', shape: [height, layer.units] },
    { stem: 'bias_ih', shape: [height] },
    { stem: 'bias_hh', shape: [height] },
    ...peepholeParameters(layer),
  ];
}

const feedForwardParameters = ({ units, context }: FeedForwardLayer, inputs: number): LayerParameter[] => [
  { stem: 'weight_ih', shape: [units, context * inputs] },
  { stem: 'bias_ih', shape: [units] },
];

/** What the gates i, f, o of an LSTM see of the cell state; PyTorch's cells have no such parameter. */
function peepholeParameters(layer: Layer): LayerParameter[] {
  if (layer.cell !== 'lstm' || layer.peephole === 'none') return [];
  const height = 3 * layer.units;
  return [{ stem: 'weight_ch', shape: layer.peephole === 'full' ? [height, layer.units] : [height] }];
}

/** A place for what is the same in every place. */
export const anywhere: LayerPlace = { inputs: 1, outputs: 1, head: [] };

/** The stems of a layer's parameters, in their order. */
export const stemsOf = (layer: Layer): string[] => layerParameters(layer, anywhere).map(({ stem }) => stem);

/** Those that every cell of PyTorch has, by name; rows are the gates in its order, `units` rows each. */
export const torchWeights = <Any, Matrix extends Any, Vector extends Any>(
  weights: Readonly<Record<string, Any>>,
): TorchWeights<Matrix, Vector> => ({
  weightIh: weights['weight_ih'] as Matrix,
  weightHh: weights['weight_hh'] as Matrix,
  biasIh: weights['bias_ih'] as Vector,
  biasHh: weights['bias_hh'] as Vector,
});
