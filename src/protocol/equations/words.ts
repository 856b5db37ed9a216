import * as l10n from '@vscode/l10n';
import type { Notation } from '../notation';
import { formatCount } from '../words';
import type { Described } from './described';
import { plainFormula, wholeEquation, type Equation } from './formula';

/** What an equation gives, in full; an update gate says what it does at 1. */
export function equationName({ quantity, units }: Equation, { update }: Pick<Described, 'update'>): string {
  if (units !== undefined) return l10n.t('hidden layer, {0} units', formatCount(units));
  const names: Record<string, () => string> = {
    forget: () => l10n.t('forget gate'),
    input: () => l10n.t('input gate'),
    output: () => l10n.t('output gate'),
    candidate: () => l10n.t('candidate'),
    reset: () => l10n.t('reset gate'),
    update: () => (update === 'replace' ? l10n.t('update gate (1 replaces)') : l10n.t('update gate (1 keeps)')),
    c: () => l10n.t('memory'),
    h: () => l10n.t('hidden state'),
    sum: () => l10n.t('sum'),
    hh: () => l10n.t('from the state'),
    xh: () => l10n.t('from the input'),
    f: () => l10n.t('from both'),
    modelOutput: () => l10n.t('output of the model'),
    own: () => l10n.t('what the cell returns'),
    handedOn: () => l10n.t('to the layer above'),
    forgetBias: () => l10n.t('before training'),
  };
  return names[quantity]?.() ?? quantity;
}

/** Whose letters they are. */
export const sourceWords = (notation: Notation): string =>
  ({
    pytorch: () => l10n.t('In PyTorch’s letters'),
    goodfellow: () => l10n.t('In the letters of Goodfellow, Bengio and Courville'),
    colah: () => l10n.t('In Olah’s letters'),
  })[notation]();

/** What the signs of these equations mean, as far as they need words. */
export function signWords(equations: Equation[], { dropout = 0 }: Pick<Described, 'dropout'>): string[] {
  const text = equations.map((each) => plainFormula(wholeEquation(each))).join('\n');
  const words: [RegExp, string, () => string][] = [
    [/⊙/, '⊙', () => l10n.t('unit by unit')],
    [/∗/, '∗', () => l10n.t('unit by unit')],
    [/σ/, 'σ', () => l10n.t('the logistic function')],
    [/\[/, '[ , ]', () => l10n.t('one above the other')],
    [/\by[_^]/, 'y', () => l10n.t('the true output, one-hot')],
    [/θ/, 'θ', () => l10n.t('its parameters')],
    [/\bm[_^]/, 'm', () => l10n.t('0 for a share of {0} while training, else 1', dropout)],
  ];
  return words.filter(([pattern]) => pattern.test(text)).map(([, sign, word]) => `${sign} ${word()}`);
}
