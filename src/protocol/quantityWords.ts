import * as l10n from '@vscode/l10n';
import { hiddenLayerWords } from './hiddenLayerWords';
import type { KnownQuantity, LensLayer, PanelQuantity } from './lens';
import { isGate, isKnown, type GatedLayer } from './quantities';

/** Words for the quantities that the lab knows; others go by their own names. */
type Words = Readonly<Record<KnownQuantity | 'gradientH' | 'gradientC', () => string>>;

const wordsOf = (words: Words, quantity: PanelQuantity, layer: Pick<LensLayer, 'cell'>): string | undefined =>
  isKnown(quantity, layer) && quantity in words ? words[quantity as keyof Words]() : undefined;

/** A quantity in a word, beside which its letter may stand. */
export function shortName(quantity: PanelQuantity, layer: Pick<LensLayer, 'cell'>): string {
  const names: Words = {
    forget: () => l10n.t('forget'),
    input: () => l10n.t('input'),
    output: () => l10n.t('output'),
    candidate: () => l10n.t('candidate'),
    reset: () => l10n.t('reset'),
    update: () => l10n.t('update'),
    c: () => l10n.t('memory'),
    h: () => l10n.t('hidden'),
    gradientH: () => 'dL/dh',
    gradientC: () => 'dL/dc',
  };
  return wordsOf(names, quantity, layer) ?? quantity;
}

/** The full name, as a sentence begins with it; of a person's own cell the name that stands there. */
export function fullName(quantity: PanelQuantity, layer: Pick<LensLayer, 'cell'>): string {
  const names: Words = {
    forget: () => l10n.t('Forget gate'),
    input: () => l10n.t('Input gate'),
    output: () => l10n.t('Output gate'),
    candidate: () => l10n.t('Candidate'),
    reset: () => l10n.t('Reset gate'),
    update: () => l10n.t('Update gate'),
    c: () => l10n.t('Memory'),
    h: () => l10n.t('Hidden state'),
    gradientH: () => l10n.t('Gradient of the hidden state'),
    gradientC: () => l10n.t('Gradient of the memory'),
  };
  return wordsOf(names, quantity, layer) ?? quantity;
}

/** What a quantity does, as the middle of a sentence. An update gate has two senses, by the layer. */
export function meaning(quantity: PanelQuantity, layer: GatedLayer & Pick<LensLayer, 'update'>): string {
  const meanings: Words = {
    forget: () => l10n.t('share of its memory each unit keeps'),
    input: () => l10n.t('share of the candidate each unit lets in'),
    output: () => l10n.t('share of its memory each unit shows'),
    candidate: () => l10n.t('what each unit would write'),
    reset: () => l10n.t('share of the state that the candidate sees'),
    update: () =>
      layer.update === 'replace'
        ? l10n.t('share of its state each unit replaces')
        : l10n.t('share of its state each unit keeps'),
    c: () => l10n.t('what each unit remembers'),
    h: () => l10n.t('what each unit shows'),
    gradientH: () => l10n.t('what the losses ahead ask of each unit’s h'),
    gradientC: () => l10n.t('what the losses ahead ask of each unit’s memory'),
  };
  return wordsOf(meanings, quantity, layer) ?? hiddenLayerWords(layer.cell, quantity) ?? ownWords(quantity, layer);
}

/** What can be said of a quantity by no more than where its name stands. */
function ownWords(quantity: PanelQuantity, layer: GatedLayer): string {
  if (layer.cell !== 'own') return l10n.t('a quantity inside of the layer, by its own name');
  return isGate(quantity, layer)
    ? l10n.t('a gate of your own cell, by the name that it has there')
    : l10n.t('a quantity of your own cell, by the name that it has there');
}
