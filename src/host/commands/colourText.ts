import type { QuickPickItem } from 'vscode';
import { CancellationError, l10n, QuickPickItemKind, window } from 'vscode';
import type { ColourBy, LensLayer, Quantity } from '../../protocol/lens';
import { isGate } from '../../protocol/quantities';
import { fullName } from '../../protocol/quantityWords';
import { formatCount } from '../../protocol/words';
import type { Lab } from '../lab';
import { requireLens } from '../lens/requireLens';
import type { CommandHandler } from './commandIds';
import { plainLabel } from '../plainText';

interface ColourItem extends QuickPickItem {
  /** What colours; of a unit still without its number. */
  by?: ColourBy;
  isOneUnit?: boolean;
}

/** Chooses what colours the texts under the lens; it may come with the command, null for nothing. */
export const colourText =
  (lab: Lab): CommandHandler =>
  async (given) => {
    const { description } = requireLens(lab.lens);
    if (given === null || isColourBy(given)) return lab.lens.colour(given ?? undefined);
    const picked = await window.showQuickPick(items(description.layers), { title: l10n.t('Colour Text By') });
    if (!picked) throw new CancellationError();
    const { by } = picked;
    lab.lens.colour(by?.kind === 'quantity' && picked.isOneUnit ? await withUnit(by, description.layers) : by);
  };

const isColourBy = (given: unknown): given is ColourBy => typeof (given as ColourBy | undefined)?.kind === 'string';

function items(layers: LensLayer[]): ColourItem[] {
  return [
    {
      label: l10n.t('Surprise'),
      detail: l10n.t('How little the lens expected each character.'),
      by: { kind: 'surprise' },
    },
    { label: l10n.t('Nothing') },
    ...layers.flatMap((layer, at) => layerItems(layer, at)),
  ];
}

function layerItems(layer: LensLayer, at: number): ColourItem[] {
  const { quantities } = layer;
  const of = (quantity: Quantity): ColourBy => ({ kind: 'quantity', layer: at, quantity });
  return [
    { label: l10n.t('Layer {0}', at + 1), kind: QuickPickItemKind.Separator },
    { label: l10n.t('Gradient norm ‖dL/dh‖'), by: { kind: 'gradientH', layer: at } },
    ...quantities
      .filter((quantity) => isGate(quantity, layer))
      .map((quantity) => ({
        label: plainLabel(fullName(quantity, layer)),
        description: l10n.t('mean of all units'),
        by: of(quantity),
      })),
    ...quantities.map((quantity) => ({
      label: plainLabel(fullName(quantity, layer)),
      description: l10n.t('one unit…'),
      by: of(quantity),
      isOneUnit: true,
    })),
  ];
}

async function withUnit(by: Extract<ColourBy, { kind: 'quantity' }>, layers: LensLayer[]): Promise<ColourBy> {
  const last = layers[by.layer]!.units - 1;
  const isUnit = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) <= last;
  const prompt = l10n.t('Which unit? 0 to {0}', formatCount(last));
  const text = await window.showInputBox({
    title: fullName(by.quantity, layers[by.layer]!),
    prompt,
    value: '0',
    validateInput: (typed) => (isUnit(typed) ? undefined : prompt),
  });
  if (text === undefined) throw new CancellationError();
  return { ...by, unit: Number(text) };
}
