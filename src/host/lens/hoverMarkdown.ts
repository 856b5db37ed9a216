import { l10n } from 'vscode';
import {
  warmUp,
  type LayerAtSymbol,
  type LensDescription,
  type LensLayer,
  type Quantity,
  type QuantityAtSymbol,
  type SymbolTrace,
} from '../../protocol/lens';
import { letterOf } from '../../protocol/equations/letters';
import type { Notation } from '../../protocol/notation';
import { hasGatesToPlay, playableOf } from '../../protocol/playable';
import { isGate } from '../../protocol/quantities';
import { fullName } from '../../protocol/quantityWords';
import { visibleSymbol } from '../../protocol/symbolWords';
import { formatCount, formatDecimals, formatLoss, formatNorm, formatPercent } from '../../protocol/words';
import { lensName, quantityName } from './lensWords';
import { code, commandLink, escaped } from './markup';
import { unitPicture } from './unitPicture';

/** What a hover is made of beside the numbers of the symbol. */
export interface HoverParts {
  lens: LensDescription;
  document: string;
  /** Both from 1. */
  line: number;
  column: number;
  /** CSS colours of the theme's kind. */
  ink: string;
  axis: string;
  /** Whose letters stand beside the names. */
  notation: Notation;
  /** By layer: units in the order in which the gates panel shows them. */
  order: (layer: number) => number[] | undefined;
}

/** The commands that a hover may run, and no others. */
export const hoverCommands = ['unroll.openGatesPanel', 'unroll.lookBack', 'unroll.playGate'];

/** Everything about a symbol, as a hover. */
export function hoverMarkdown(symbol: SymbolTrace, parts: HoverParts): string {
  const layers = symbol.layers.map((layer, at) => layerPart(symbol, layer, at, parts));
  const top = [...heading(symbol, parts), ...prediction(symbol), links(symbol, parts)].join('  \n');
  return [top, ...layers].join('\n\n---\n\n'); // links before the tables: of two layers those have to be scrolled
}

function heading({ symbol, isUnknown, isApproximate }: SymbolTrace, { lens, line, column }: HoverParts): string[] {
  const place = l10n.t('line {0}, column {1}', formatCount(line), formatCount(column));
  const notes = [
    ...(isUnknown ? [symbol === '\ufffd' ? undecodedWords() : unknownWords(lens)] : []),
    ...(isApproximate ? [warmedWords()] : []),
  ];
  return [`${code(visibleSymbol(symbol))} ${place} · *${escaped(lensName(lens))}*`, ...notes.map(escaped)];
}

const warmedWords = (): string =>
  l10n.t('≈ read from the {0} characters before; the whole text is on its way.', formatCount(warmUp));

/** What VS Code puts where it cannot read the bytes of a file. */
const undecodedWords = (): string =>
  l10n.t('VS Code could not read this character: the file has another encoding. Reopen it with its encoding.');

/** What becomes of a symbol outside the vocabulary. */
const unknownWords = ({ vocabulary }: LensDescription): string =>
  vocabulary.includes('')
    ? l10n.t('Outside the vocabulary: read as unknown.')
    : l10n.t('Outside the vocabulary: not read, the state stays as it is.');

/** How expected the symbol was, and what is expected after it. */
function prediction(symbol: SymbolTrace): string[] {
  const lines = [surpriseLine(symbol), nextLine(symbol)].filter((line) => line !== '');
  return lines.length > 0 ? lines : [l10n.t('Nothing comes before or after it.')];
}

function surpriseLine({ surprise, isApproximate }: SymbolTrace): string {
  if (surprise === undefined) return '';
  const [nats, bits] = [surprise, surprise / Math.LN2].map((loss) => formatLoss(loss));
  const expected = formatPercent(Math.exp(-surprise));
  return l10n.t(
    'Surprise **{0} nats** ({1} bits): expected at {2}',
    `${about(isApproximate)}${nats!}`,
    bits!,
    expected,
  );
}

function nextLine({ next, isApproximate }: SymbolTrace): string {
  if (next.length === 0) return '';
  const each = next.map(({ symbol, probability, isTrue }) => {
    const share = `${about(isApproximate)}${formatPercent(probability)}`;
    return `${code(visibleSymbol(symbol))} ${isTrue ? `**${share} ✓**` : share}`;
  });
  return `${l10n.t('Next')} ${each.join(' &nbsp; ')}`;
}

const about = (isApproximate: boolean): string => (isApproximate ? '≈ ' : '');

function layerPart(symbol: SymbolTrace, traced: LayerAtSymbol, at: number, parts: HoverParts): string {
  const layer = parts.lens.layers[at]!;
  const titles = [
    l10n.t('Layer {0}', at + 1),
    l10n.t('mean'),
    `&nbsp;${l10n.t('{0} units', formatCount(layer.units))}`,
    l10n.t('most unusual units'),
  ];
  const columns = pictureColumns(symbol);
  const rows = traced.quantities.map((each) => quantityRow(each, layer, columns, symbol.isApproximate, parts, at));
  const table = [row(titles), '|:--|--:|:--|:--|', ...rows].join('\n');
  return [table, gradientLine(symbol, traced, letterOf(layer.cell, 'c', parts.notation))]
    .filter((part) => part !== '')
    .join('\n\n');
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;

/** VS Code cuts a hover after 100,000 characters: of many layers the pictures are narrower. */
function pictureColumns({ layers }: SymbolTrace): number {
  const pictures = layers.reduce((sum, { quantities }) => sum + quantities.length, 0);
  return [128, 64, 32].find((columns) => pictures * (columns * 17 + 400) < 80_000) ?? 16;
}

function quantityRow(
  { quantity, mean, values, ownMeans }: QuantityAtSymbol,
  layer: LensLayer,
  columns: number,
  isApproximate: boolean,
  { ink, axis, order, notation }: HoverParts,
  at: number,
): string {
  const isSigned = !isGate(quantity, layer);
  const limit = isSigned ? Math.max(1e-9, ...values.filter(Number.isFinite).map(Math.abs)) : 1;
  const ordered = order(at);
  const shown = ordered?.length === values.length ? ordered.map((unit) => values[unit]!) : values;
  const { uri, width, height } = unitPicture(shown, { ink, axis, isSigned, limit, columns });
  return row([
    escaped(quantityName(quantity, layer, notation)),
    `${about(isApproximate)}${formatDecimals(mean, 2)}`,
    `&nbsp;<img alt="" width="${width}" height="${height}" src="${uri}">`,
    unusual(values, ownMeans),
  ]);
}

/** The two units furthest from their own average: where they are, and on which side of it. */
function unusual(values: number[], ownMeans: number[]): string {
  const away = (unit: number): number => Math.abs(values[unit]! - (ownMeans[unit] ?? values[unit]!)) || 0;
  const units = [...values.keys()].sort((a, b) => away(b) - away(a)).filter((unit) => away(unit) > 0);
  return units
    .slice(0, 2)
    .map(
      (unit) =>
        `${formatCount(unit)} ${values[unit]! > ownMeans[unit]! ? '↑' : '↓'} ${formatDecimals(values[unit]!, 2)}`,
    )
    .join(', ');
}

/** The gradients that arrive, and from how many losses. */
function gradientLine(
  { lossesAhead, isApproximate }: SymbolTrace,
  { gradientH, gradientC }: LayerAtSymbol,
  memory = 'c',
): string {
  if (gradientH === undefined) return '';
  if (lossesAhead === 0) return l10n.t('No losses follow that a gradient could come from.');
  const norm = (name: string, value: number | undefined): string[] =>
    value === undefined ? [] : [`‖dL/d${name}‖ **${about(isApproximate)}${formatNorm(value)}**`];
  const norms = [...norm('h', gradientH), ...norm(memory, gradientC)].join(' · ');
  return l10n.t('{0}, from the losses of the next {1} characters', norms, formatCount(lossesAhead));
}

const explainTitle = (quantity: Quantity, layer: LensLayer): string =>
  l10n.t('Explain: {0}', fullName(quantity, layer));

/** What the link to playing is called: of some cells nothing can be set but their states. */
const playTitle = ({ layers }: LensDescription): string =>
  layers.some((layer) => hasGatesToPlay(playableOf(layer)))
    ? l10n.t('Play with a gate')
    : l10n.t('Play with another character');

function links({ offset, surprise, layers, isUnknown }: SymbolTrace, { document, lens }: HoverParts): string {
  const place = { document, offset };
  const gate = layers[0]?.quantities.find(({ quantity }) => quantity === lens.layers[0]?.quantities[0]);
  const unit = gate && furthest(gate);
  return [
    commandLink(l10n.t('Open gates panel here'), 'unroll.openGatesPanel', place),
    ...(surprise === undefined ? [] : [commandLink(l10n.t('Look back from here'), 'unroll.lookBack', place)]),
    ...(isUnknown && !lens.vocabulary.includes('') ? [] : [commandLink(playTitle(lens), 'unroll.playGate', place)]),
    ...(gate
      ? [
          commandLink(explainTitle(gate.quantity, lens.layers[0]!), 'unroll.openGatesPanel', {
            ...place,
            layer: 0,
            quantity: gate.quantity,
            unit,
          }),
        ]
      : []),
  ].join(' · ');
}

/** The unit furthest from its own average. */
function furthest({ values, ownMeans }: QuantityAtSymbol): number {
  const away = (unit: number): number => Math.abs(values[unit]! - (ownMeans[unit] ?? 0)) || 0;
  return [...values.keys()].reduce((best, unit) => (away(unit) > away(best) ? unit : best), 0);
}
