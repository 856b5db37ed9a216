import * as l10n from '@vscode/l10n';
import type { Layer } from '../../../src/protocol/experiment';
import { squashed } from './activation';
import { optionOf, type CellView } from './cellView';

/** A deep transition: networks of hidden layers between one state and the next. */
export const deepView: CellView = {
  name: 'Deep',
  states: ['h'],
  equations: (layer) =>
    optionOf(layer, 'transition') === 'nested'
      ? [`h_t = ${squashed(layer, 'F([h_{t−1}, x_t])')}`, `F: ${path(layer, 'hiddenToHidden')}`]
      : [
          `h_t = ${squashed(layer, 'F_{hh}(h_{t−1}) + F_{xh}(x_t)')}`,
          `F_{hh}: ${path(layer, 'hiddenToHidden')}`,
          `F_{xh}: ${path(layer, 'inputToHidden')}`,
        ],
};

/** A network layer by layer, the linear one last: 64 tanh → 128. */
function path(layer: Layer, field: string): string {
  const hidden = (optionOf(layer, field) ?? []) as { units: number; activation?: string }[];
  const words = hidden.map(({ units, activation = 'tanh' }) => `${units} ${activation}`);
  return [...words, l10n.t('{0} linear', layer.units)].join(' → ');
}
