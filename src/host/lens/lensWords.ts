import { l10n } from 'vscode';
import type { ColourBy, KnownQuantity, LensDescription, LensLayer, Quantity } from '../../protocol/lens';
import { hiddenLayerWords } from '../../protocol/hiddenLayerWords';
import { letterOf } from '../../protocol/equations/letters';
import type { Notation } from '../../protocol/notation';
import { formatCount, formatNorm } from '../../protocol/words';
import type { Scale } from './scale';

/** A lens as the status bar and the hover name it: shakespeare-lstm, step 1,000. */
export const lensName = ({ name, step }: Pick<LensDescription, 'name' | 'step'>): string =>
  step === undefined ? name : l10n.t('{0}, step {1}', name, formatCount(step));

/** Words for the quantities that the lab knows; others go by their own names. */
type NamesOfQuantities = Readonly<Record<KnownQuantity, () => string>> & Partial<Record<string, () => string>>;

/** A quantity in the first column of the hover, with its letter. An update gate says what it does at 1. */
export function quantityName(
  quantity: Quantity,
  { cell, update }: Pick<LensLayer, 'cell' | 'update'>,
  notation: Notation,
): string {
  const letter = letterOf(cell, quantity, notation);
  const withLetter = (name: string) => (letter === undefined ? name : `${name} ${letter}`);
  const names: NamesOfQuantities = {
    forget: () => withLetter(l10n.t('forget')),
    input: () => withLetter(l10n.t('input')),
    output: () => withLetter(l10n.t('output')),
    candidate: () => withLetter(l10n.t('candidate')),
    reset: () => withLetter(l10n.t('reset')),
    update: () => {
      const sense = update === 'replace' ? l10n.t('(1 replaces)') : l10n.t('(1 keeps)');
      return `${withLetter(l10n.t('update'))} ${sense}`;
    },
    c: () => withLetter(l10n.t('memory')),
    h: () => withLetter(l10n.t('hidden')),
  };
  return names[quantity]?.() ?? quantity;
}

/** What colours a text, as a title: Surprise; Forget gate, layer 2, unit 7. */
export function colourName(by: ColourBy, layers: LensLayer[]): string {
  if (by.kind === 'surprise') return l10n.t('Surprise');
  const what = by.kind === 'gradientH' ? '‖dL/dh‖' : gateName(by.quantity);
  const parts = [what];
  if (layers.length > 1) parts.push(l10n.t('layer {0}', by.layer + 1));
  if (by.kind === 'quantity')
    parts.push(by.unit === undefined ? l10n.t('mean') : l10n.t('unit {0}', formatCount(by.unit)));
  return parts.join(', ');
}

/** The full name of a quantity, as a sentence begins with it. */
export function gateName(quantity: Quantity): string {
  const names: NamesOfQuantities = {
    forget: () => l10n.t('Forget gate'),
    input: () => l10n.t('Input gate'),
    output: () => l10n.t('Output gate'),
    candidate: () => l10n.t('Candidate'),
    reset: () => l10n.t('Reset gate'),
    update: () => l10n.t('Update gate'),
    c: () => l10n.t('Memory'),
    h: () => l10n.t('Hidden state'),
  };
  return names[quantity]?.() ?? quantity;
}

/** The legend of what colours a text: Surprise 0 ░▒▓█ 6 nats. */
export function legend(by: ColourBy, layers: LensLayer[], { top, isSigned }: Scale): string {
  const unit = by.kind === 'surprise' ? ` ${l10n.t('nats')}` : '';
  const end = Number.isInteger(top) ? formatCount(top) : formatNorm(top);
  return `${colourName(by, layers)} 0 ░▒▓█ ${isSigned ? '±' : ''}${end}${unit}`;
}

/** What a gate does, as the middle of a sentence. */
export function meaning(by: ColourBy, layers: LensLayer[]): string {
  if (by.kind === 'surprise') return l10n.t('How little the lens expected each character: the loss of predicting it.');
  if (by.kind === 'gradientH') return l10n.t('How much the losses ahead depend on the hidden state at each character.');
  const meanings: NamesOfQuantities = {
    forget: () => l10n.t('Share of the memory that is kept.'),
    input: () => l10n.t('Share of the candidate that is let in.'),
    output: () => l10n.t('Share of the memory that is shown.'),
    candidate: () => l10n.t('What would be written.'),
    reset: () => l10n.t('Share of the state that the candidate sees.'),
    update: () =>
      layers[by.layer]?.update === 'replace'
        ? l10n.t('Share of the state that is replaced.')
        : l10n.t('Share of the state that is kept.'),
    c: () => l10n.t('What is remembered.'),
    h: () => l10n.t('What is shown to the next layer.'),
  };
  const inside = hiddenLayerWords(layers[by.layer]?.cell ?? '', by.quantity);
  const others = inside === undefined ? l10n.t('A quantity inside of the layer, by its own name.') : sentence(inside);
  const words = meanings[by.quantity]?.() ?? others;
  return by.quantity === 'c' || by.quantity === 'h' || by.quantity === 'candidate'
    ? `${words} ${l10n.t('Numbers below zero have a dotted line.')}`
    : words;
}

/** Words from the middle of a sentence as one of their own. */
const sentence = (words: string): string => `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}.`;
