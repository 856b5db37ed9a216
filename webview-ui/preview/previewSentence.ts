import * as l10n from '@vscode/l10n';
import type { NetworkPreview } from '../../src/protocol/preview';
import { formatCount } from '../../src/protocol/words';
import { layerTitle } from './layerTitle';

/** The experiment in a sentence: what reads what, and how it learns. */
export function previewSentence({ experiment, vocabulary }: NetworkPreview): string {
  const { batch, window } = experiment.training;
  const reads = l10n.t(
    '{0} reads {1}, {2} sequences side by side, and predicts which of {3} symbols comes next.',
    modelWords(experiment.model.layers),
    experiment.data.path.split(/[\\/]/).at(-1)!,
    formatCount(batch),
    formatCount(vocabulary),
  );
  return `${reads} ${l10n.t('Each update looks back over {0} time steps.', formatCount(window))}`;
}

/** LSTM, 128 units; or each layer, from the input up. */
export function modelWords(layers: NetworkPreview['experiment']['model']['layers']): string {
  const [first, ...others] = layers;
  if (first === undefined) return '';
  const isUniform = others.every((layer) => layerTitle(layer) === layerTitle(first) && layer.units === first.units);
  if (!isUniform) return layers.map((layer) => `${layerTitle(layer)} ${formatCount(layer.units)}`).join(' → ');
  const words = l10n.t('{0} with {1} units', layerTitle(first), formatCount(first.units));
  return layers.length === 1 ? words : `${layers.length} × ${words}`;
}
