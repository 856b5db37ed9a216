import type { QuickPickItem } from 'vscode';
import { CancellationError, l10n, QuickPickItemKind, window } from 'vscode';
import type { Intervention, LensDescription } from '../../protocol/lens';
import { visibleSymbol } from '../../protocol/symbolWords';
import { playableOf } from '../../protocol/playable';
import { fullName } from '../../protocol/quantityWords';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import type { LensDocument } from '../lens/lensDocument';
import { placeOf } from '../lens/placedText';
import { isProbeAddress } from '../lens/probeDocument';
import { requireLens } from '../lens/requireLens';
import type { CommandHandler } from './commandIds';
import { plainLabel } from '../plainText';

interface PlayItem extends QuickPickItem {
  /** What is played with; of another symbol still without it. */
  play?: Intervention;
}

/** Plays with a gate from the symbol of a link or the cursor on, or with another symbol there, in the gates panel. */
export const playGate =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const { description } = requireLens(lab.lens);
    const place = (await placeOf(target)) ?? (await lab.gates.place()); // the panel's, where no editor is in use
    if (!place || !(lab.lens.covers(place.document.uri) || isProbeAddress(place.document.uri.toString())))
      throw new UserError(
        l10n.t('The lens does not look at this document.'),
        l10n.t('Let it, with the command Unroll: Look at This Document.'),
      );
    const at = symbolOffsetsOf(place.document).symbolAt(place.offset);
    const { play = await pickPlay(description, place.document, at) } = (target ?? {}) as { play?: Intervention };
    const layer = play.kind === 'gate' ? play.layer : undefined;
    lab.gates.show(place.document, { at, play, layer, quantity: 'h' }); // what a gate does to the state
  };

async function pickPlay(description: LensDescription, document: LensDocument, at: number): Promise<Intervention> {
  const offset = symbolOffsetsOf(document).offsetOf(at);
  const symbol = String.fromCodePoint(document.getText().codePointAt(offset) ?? 32);
  const title = l10n.t('Play from {0} on: the text stays as it is', visibleSymbol(symbol));
  const picked = await window.showQuickPick(items(description, at), { title });
  if (!picked) throw new CancellationError();
  return picked.play ?? { kind: 'symbol', at, symbol: await pickSymbol(description, symbol) };
}

function items({ layers }: LensDescription, at: number): PlayItem[] {
  return [
    { label: l10n.t('Another character here…') },
    ...layers.flatMap((layer, index) => [
      { label: l10n.t('Layer {0}', index + 1), kind: QuickPickItemKind.Separator },
      ...playableOf(layer).flatMap((quantity) =>
        ([0, 1] as const).map((value) => ({
          label: l10n.t('{0} at {1}', plainLabel(fullName(quantity, layer)), value),
          description: l10n.t('all units, from here on'),
          play: { kind: 'gate', layer: index, quantity, value, from: at } as const,
        })),
      ),
    ]),
  ];
}

async function pickSymbol({ vocabulary }: LensDescription, truth: string): Promise<string> {
  const others = vocabulary.filter((symbol) => symbol !== truth && symbol !== '');
  const title = l10n.t('Which character in the place of {0}?', visibleSymbol(truth));
  const picked = await window.showQuickPick(
    others.map((symbol) => ({ label: visibleSymbol(symbol), symbol })),
    { title },
  );
  if (!picked) throw new CancellationError();
  return picked.symbol;
}
