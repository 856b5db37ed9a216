import * as l10n from '@vscode/l10n';
import { formatCount, formatDecimals, formatLoss, formatNorm, formatPercent } from '../../../src/protocol/words';
import type { PanelLayer, PlacedSymbol } from '../../../src/protocol/gatesPanel';
import { isGradient } from '../../../src/protocol/quantities';
import { tabName } from './tabName';
import type { Shown } from '../shown';
import { visibleSymbol } from '../../../src/protocol/symbolWords';
import { spokenSymbol } from './spokenSymbol';

/** A row of the read-out: name, number, unit. */
export interface Fact {
  name: string;
  value: string;
  unit: string;
}

/** The numbers of a symbol: how expected it was, and the gradients of a layer that arrive there. */
export function symbolFacts(symbol: PlacedSymbol, layer: number, memory = 'c'): Fact[] {
  const { surprise, isApproximate } = symbol;
  const about = (words: string): string => (isApproximate ? `≈ ${words}` : words);
  const { gradientH, gradientC } = symbol.layers[layer] ?? {};
  const facts: Fact[] = [];
  if (surprise !== undefined) {
    const [value = '', unit = ''] = formatPercent(Math.exp(-surprise)).split('\u00a0');
    facts.push({ name: l10n.t('Expected'), value: about(value), unit });
    facts.push({ name: l10n.t('Surprise'), value: about(formatLoss(surprise)), unit: l10n.t('nats') });
    facts.push({ name: '', value: about(formatLoss(surprise / Math.LN2)), unit: l10n.t('bits') });
  }
  if (gradientH !== undefined) facts.push({ name: '‖dL/dh‖', value: about(formatNorm(gradientH)), unit: '' });
  if (gradientC !== undefined) facts.push({ name: `‖dL/d${memory}‖`, value: about(formatNorm(gradientC)), unit: '' });
  return facts;
}

/** How far the gradients at a symbol look. */
export function lookAheadWords({ lossesAhead, layers }: PlacedSymbol, layer: number): string | undefined {
  if (layers[layer]?.gradientH === undefined) return undefined;
  return lossesAhead === 0
    ? l10n.t('No losses follow that a gradient could come from.')
    : l10n.t('Gradients of the {0} losses from here on.', formatCount(lossesAhead));
}

/** One cell of the picture in few words: the symbol, the unit and its number. */
export function cellWords(shown: Shown, at: number, unit: number | undefined): string | undefined {
  const chunk = shown.chunks.find(({ from, to }) => at >= from && at < to);
  if (chunk === undefined) return undefined;
  const symbol = chunk.every === 1 ? `${visibleSymbol(chunk.symbols[at - chunk.from] ?? '')}  ` : '';
  const place = `${symbol}${formatCount(at + 1)}`;
  if (unit === undefined) return place;
  const { played } = shown;
  if (shown.view.play !== undefined) return `${place}   ${playedWords(played, at, unit, shown.layer)}`;
  const value = chunk.values[Math.floor((at - chunk.from) / chunk.every) * chunk.units + unit] ?? NaN;
  const { quantity } = shown.view;
  const words = isGradient(quantity) ? formatNorm(value) : formatDecimals(value, 3);
  return `${place}   ${l10n.t('unit {0}', formatCount(unit))}   ${tabName(quantity, shown.layer)} ${words}`;
}

/** How a unit differs from the truth. */
function playedWords(played: Shown['played'], at: number, unit: number, layer: PanelLayer): string {
  const words = l10n.t('unit {0}', formatCount(unit));
  const value = played?.values[(at - played.from) * layer.units + unit];
  if (played === undefined || at < played.from || value === undefined) return words;
  return `${words}   ${l10n.t('{0} by {1}', tabName(played.quantity, layer), (value > 0 ? '+' : '') + formatDecimals(value, 3))}`;
}

/** The chosen symbol for people who listen. */
export function spokenPlace({ data, view }: Shown): string {
  const { symbol } = data;
  const character = l10n.t('character {0}', formatCount(view.at + 1));
  return symbol?.at === view.at ? `${spokenSymbol(symbol.symbol)}, ${character}` : character;
}

/** The read-out for people who listen: what a look at it says at once. */
export function spokenReadout({ data, view, layer }: Shown): string | undefined {
  const { symbol } = data;
  if (symbol?.at !== view.at) return undefined;
  const words = symbolFacts(symbol, view.layer, layer.memory).map(({ name, value, unit }) =>
    `${name} ${value} ${unit}`.trim(),
  );
  const values = symbol.layers[view.layer]?.quantities.find(({ quantity }) => quantity === view.quantity)?.values;
  if (view.unit !== undefined && values !== undefined)
    words.push(`${l10n.t('unit {0}', formatCount(view.unit))}: ${formatDecimals(values[view.unit] ?? NaN, 3)}`);
  return words.join(', ');
}
