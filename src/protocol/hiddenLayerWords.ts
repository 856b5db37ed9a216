import * as l10n from '@vscode/l10n';
import { formatCount } from './words';

/** What a hidden layer inside of a deep transition is, as the middle of a sentence; of anything else undefined. */
export function hiddenLayerWords(cell: string, quantity: string): string | undefined {
  const [, path, number] = /^(xh|hh|f)(\d+)$/.exec(quantity) ?? [];
  if (cell !== 'deep' || path === undefined) return undefined;
  const layer = formatCount(Number(number));
  switch (path) {
    case 'xh':
      return l10n.t('hidden layer {0} on the way from the input to the state', layer);
    case 'hh':
      return l10n.t('hidden layer {0} on the way from one state to the next', layer);
    default:
      return l10n.t('hidden layer {0} on the way from input and state to the next state', layer);
  }
}
