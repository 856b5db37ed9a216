import type { Layer } from '../../protocol/experiment';
import { cellShapeOf } from './cellShape';
import { freeCellOf } from './free/freeCellOf';
import { anywhere, type LayerPlace } from './layerPlace';
import { isFree, type FeedForwardLayer } from './free/freeLayer';
import type { LayerParameter } from './layerParameter';

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

/** The stems of a layer's parameters, in their order. */
export const stemsOf = (layer: Layer): string[] => layerParameters(layer, anywhere).map(({ stem }) => stem);
