import type { HiddenLayers } from '../../protocol/networkSchema';
import { mlpParameters, type MlpStem } from './free/mlp';
import type { LayerParameter } from './layerParameter';

/** Names of the head's parameters: as PyTorch would name `head`, and `head.hidden` where it has hidden layers. */
export const headStem: MlpStem = (kind, hiddenLayer) =>
  hiddenLayer === undefined ? `head.${kind}` : `head.hidden.${hiddenLayer}.${kind}`;

/** Whether a parameter is the head's. */
export const isOfHead = (name: string): boolean => name.startsWith('head.');

/** The parameters of a head, by their whole names. */
export const headParameters = (hidden: HiddenLayers, inputs: number, outputs: number): LayerParameter[] =>
  mlpParameters(hidden, inputs, outputs, headStem);
