import * as l10n from '@vscode/l10n';
import { keepsWithinOne } from '../../../src/protocol/equations/described';
import { hiddenLayerWords } from '../../../src/protocol/hiddenLayerWords';
import type { PanelLayer } from '../../../src/protocol/gatesPanel';
import type { KnownQuantity, PanelQuantity } from '../../../src/protocol/lens';

/** Words for the quantities that the lab knows; others go by their own names. */
type NamesOfQuantities = Readonly<Record<KnownQuantity | 'gradientH' | 'gradientC', () => string>> &
  Partial<Record<string, () => string>>;

/** Whether a quantity runs from 0, closed, to 1, open. */
export const isGate = (quantity: PanelQuantity): boolean =>
  ['forget', 'input', 'output', 'reset', 'update'].includes(quantity);

/** Whether a quantity is a gradient. */
export const isGradient = (quantity: PanelQuantity): quantity is 'gradientH' | 'gradientC' =>
  quantity === 'gradientH' || quantity === 'gradientC';

/** The limit that a quantity cannot pass by its equation; undefined where there is none. */
export function limitOf(quantity: PanelQuantity, layer: Pick<PanelLayer, 'cell' | 'activation'>): number | undefined {
  if (isGate(quantity)) return 1;
  const isLimited = quantity === 'candidate' ? layer.cell !== 'own' : quantity === 'h' && keepsWithinOne(layer);
  return isLimited ? 1 : undefined;
}

/** The name on a tab; a state goes by its letter. */
export function tabName(quantity: PanelQuantity, { memory = 'c' }: Pick<PanelLayer, 'memory'>): string {
  const names: NamesOfQuantities = {
    forget: () => l10n.t('forget'),
    input: () => l10n.t('input'),
    output: () => l10n.t('output'),
    candidate: () => l10n.t('candidate'),
    reset: () => l10n.t('reset'),
    update: () => l10n.t('update'),
    c: () => memory,
    h: () => 'h',
    gradientH: () => 'dL/dh',
    gradientC: () => `dL/d${memory}`,
  };
  return names[quantity]?.() ?? quantity;
}

/** The full name, as a sentence begins with it. */
export function fullName(quantity: PanelQuantity): string {
  const names: NamesOfQuantities = {
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
  return names[quantity]?.() ?? quantity;
}

/** What a quantity does, as the middle of a sentence. An update gate has two senses, by the layer. */
export function meaning(quantity: PanelQuantity, { cell, update }: Pick<PanelLayer, 'cell' | 'update'>): string {
  if (cell === 'own' && !['h', 'c', 'gradientH', 'gradientC'].includes(quantity))
    return l10n.t('a quantity of your own cell, by the name that it has there');
  const meanings: NamesOfQuantities = {
    forget: () => l10n.t('share of its memory each unit keeps'),
    input: () => l10n.t('share of the candidate each unit lets in'),
    output: () => l10n.t('share of its memory each unit shows'),
    candidate: () => l10n.t('what each unit would write'),
    reset: () => l10n.t('share of the state that the candidate sees'),
    update: () =>
      update === 'replace'
        ? l10n.t('share of its state each unit replaces')
        : l10n.t('share of its state each unit keeps'),
    c: () => l10n.t('what each unit remembers'),
    h: () => l10n.t('what each unit shows'),
    gradientH: () => l10n.t('what the losses ahead ask of each unit’s h'),
    gradientC: () => l10n.t('what the losses ahead ask of each unit’s memory'),
  };
  const own = meanings[quantity]?.() ?? hiddenLayerWords(cell, quantity);
  return own ?? l10n.t('a quantity inside of the layer, by its own name');
}
