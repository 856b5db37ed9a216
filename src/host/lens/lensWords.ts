import { l10n } from 'vscode';
import { letterOf } from '../../protocol/equations/letters';
import type { ColourBy, LensDescription, LensLayer, Quantity } from '../../protocol/lens';
import type { Notation } from '../../protocol/notation';
import { isGate, isKnown } from '../../protocol/quantities';
import { fullName, meaning, shortName } from '../../protocol/quantityWords';
import { formatCount, formatNorm } from '../../protocol/words';
import { layerOf, surpriseTop, type Coloured, type Scale } from './scale';

/** A lens as the status bar and the hover name it: shakespeare-lstm, step 1,000. */
export const lensName = ({ name, step }: Pick<LensDescription, 'name' | 'step'>): string =>
  step === undefined ? name : l10n.t('{0}, step {1}', name, formatCount(step));

/** A quantity in the first column of the hover, with its letter. An update gate says what it does at 1. */
export function quantityName(
  quantity: Quantity,
  layer: Pick<LensLayer, 'cell' | 'update'>,
  notation: Notation,
): string {
  const letter = letterOf(layer.cell, quantity, notation);
  const name = shortName(quantity, layer);
  const withLetter = letter === undefined ? name : `${name} ${letter}`;
  if (quantity !== 'update' || !isKnown(quantity, layer)) return withLetter;
  return `${withLetter} ${layer.update === 'replace' ? l10n.t('(1 replaces)') : l10n.t('(1 keeps)')}`;
}

/** What colours a text, as a title: Surprise; Forget gate, layer 2, unit 7. */
function colourName(by: ColourBy, layers: LensLayer[]): string {
  if (by.kind === 'surprise') return l10n.t('Surprise');
  const what = by.kind === 'gradientH' ? '‖dL/dh‖' : fullName(by.quantity, layerOf(by, layers));
  const parts = [what];
  if (layers.length > 1) parts.push(l10n.t('layer {0}', by.layer + 1));
  if (by.kind === 'quantity')
    parts.push(by.unit === undefined ? l10n.t('mean') : l10n.t('unit {0}', formatCount(by.unit)));
  return parts.join(', ');
}

/** The legend of what colours a text: Surprise 0 ░▒▓█ 4.17 nats (ln 65). */
export function legend(by: ColourBy, lens: Coloured, { top, isSigned }: Scale): string {
  const unit = by.kind === 'surprise' ? ` ${l10n.t('nats')} (${surpriseEnd(lens)})` : '';
  const end = Number.isInteger(top) ? formatCount(top) : formatNorm(top);
  return `${colourName(by, lens.layers)} 0 ░▒▓█ ${isSigned ? '±' : ''}${end}${unit}`;
}

const surpriseEnd = (lens: Coloured): string =>
  surpriseTop(lens) === lens.unigram ? l10n.t('unigram') : l10n.t('ln {0}', formatCount(lens.vocabulary.length));

/** What the numbers are that colour a text, as sentences. */
export function colourMeaning(by: ColourBy, lens: Coloured): string {
  if (by.kind === 'surprise') return surpriseMeaning(lens);
  if (by.kind === 'gradientH') return l10n.t('How much the losses ahead depend on the hidden state at each character.');
  const layer = layerOf(by, lens.layers);
  const words = sentence(meaning(by.quantity, layer));
  return isGate(by.quantity, layer) ? words : `${words} ${l10n.t('Numbers below zero have a dotted line.')}`;
}

function surpriseMeaning(lens: Coloured): string {
  const what = l10n.t('How little the lens expected each character: the loss of predicting it.');
  const strongest =
    surpriseTop(lens) === lens.unigram
      ? l10n.t('The strongest colour begins at what it costs to know no more than how often each character comes.')
      : l10n.t('The strongest colour begins at what it costs to know nothing.');
  return `${what} ${strongest}`;
}

/** Words from the middle of a sentence as one of their own. */
const sentence = (words: string): string => `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}.`;
