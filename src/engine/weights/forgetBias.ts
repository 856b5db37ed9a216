import type { Layer } from '../../protocol/experiment';
import { partOf, type Parameter } from './parameters';

/**
 * Adds `forgetBias` of each LSTM to the forget gate's rows of its bias_ih, in place. The gate adds both of PyTorch's
 * biases; bias_hh stays as it was drawn.
 * @see Gers et al. 2000; Jozefowicz et al. 2015
 */
export function addForgetBias(layers: Layer[], parameters: Parameter[], values: Float32Array): void {
  for (const parameter of parameters) {
    const layer = parameter.layer && layers[parameter.layer.index]!;
    if (layer?.cell !== 'lstm' || !parameter.layer?.stem.startsWith('bias_ih')) continue;
    const { units, forgetBias } = layer;
    const forget = partOf(values, parameter).subarray(units, 2 * units);
    for (let i = 0; i < units; i++) forget[i]! += forgetBias;
  }
}
