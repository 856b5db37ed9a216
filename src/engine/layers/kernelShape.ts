import type { Experiment } from '../../protocol/experiment';
import type { DerivedLayer } from '../cells/free/freeLayer';
import type { KernelCell, KernelLayer, NetworkShape } from '../kernels/shape';

/** The network that a model is to the kernels. @param vocabulary number of symbols that it reads and predicts */
export const shapeOfModel = ({ input, layers }: Experiment['model'], vocabulary: number): NetworkShape => ({
  input: input === 'one-hot' ? { vocabulary } : { vocabulary, embedding: input.embedding },
  layers: layers.map((layer) => shapeOfLayer(layer as DerivedLayer)),
  outputs: vocabulary,
});

/** A layer as the kernels name it. */
export const shapeOfLayer = (layer: DerivedLayer): KernelLayer => ({
  cell: cellName(layer),
  units: layer.units,
});

type Lstm = Extract<DerivedLayer, { cell: 'lstm' }>;

function lstmName({ peephole, candidate }: Lstm): KernelCell {
  const name = peephole === 'none' ? 'lstm' : (`lstm-${peephole}` as const);
  return candidate === 'sigmoid' ? `${name}-sigmoid` : name;
}

function cellName(layer: DerivedLayer): KernelCell {
  switch (layer.cell) {
    case 'lstm':
      return lstmName(layer);
    case 'gru':
      return `gru-${layer.reset}-${layer.update}`;
    case 'elman':
      return `elman-${layer.activation}`;
  }
}
