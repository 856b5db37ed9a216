import type { PanelLayer } from '../../../src/protocol/gatesPanel';
import type { Intervention, PanelQuantity } from '../../../src/protocol/lens';
import { isState } from '../../../src/protocol/playable';

/** Symbols that are played at least and at most, from the first that is changed. */
const [least, most] = [256, 2000];

/** The first symbol that something is changed at. */
export const playedFrom = (play: Intervention): number => (play.kind === 'gate' ? play.from : play.at);

/** The end of what is played: the view is covered where it can be, in few different lengths. */
export function playedUntil(play: Intervention, view: { to: number }, symbols: number): number {
  const from = playedFrom(play);
  const wanted = least * Math.max(1, Math.ceil((view.to - from) / least));
  return Math.min(symbols, from + Math.min(most, wanted));
}

/** What is played with first: the gate in view if it can be set, else the first one; a layer that has none by a symbol. */
export function firstPlay(
  layers: PanelLayer[],
  { layer, quantity, unit, at }: { layer: number; quantity: PanelQuantity; unit?: number; at: number },
  symbol: { truth: string | undefined; vocabulary: string[] },
): Intervention | undefined {
  const gates = layers[layer]!.playable.filter((each) => !isState(each));
  const gate = gates.find((each) => each === quantity) ?? gates[0];
  if (gate !== undefined) return { kind: 'gate', layer, quantity: gate, unit, value: 0, from: at };
  const other = otherSymbol(symbol.vocabulary, symbol.truth);
  return other === undefined ? undefined : { kind: 'symbol', at, symbol: other };
}

/** A symbol to put in the place of another. */
export const otherSymbol = (vocabulary: string[], truth: string | undefined): string | undefined =>
  ['e', ' ', ...vocabulary].find((each) => each !== truth && each !== '' && vocabulary.includes(each));

/** What is played with, if these layers have it. */
export function fittingPlay(play: Intervention | undefined, layers: PanelLayer[]): Intervention | undefined {
  if (play?.kind !== 'gate') return play;
  const layer = layers[play.layer];
  if (layer === undefined || !layer.playable.includes(play.quantity)) return undefined;
  return play.unit !== undefined && play.unit >= unitsOf(layer, play.quantity) ? { ...play, unit: undefined } : play;
}

/** How many units a quantity of a layer can be set in. */
export const unitsOf = ({ widths, units }: PanelLayer, quantity: PanelQuantity): number => widths?.[quantity] ?? units;

/** Whether something that was kept is an intervention. */
export function isIntervention(kept: unknown): kept is Intervention {
  const { kind, at, symbol, layer, quantity, from } = (kept ?? {}) as Record<string, unknown>;
  if (kind === 'symbol') return isIndex(at) && typeof symbol === 'string';
  return kind === 'gate' && isIndex(layer) && isIndex(from) && typeof quantity === 'string';
}

const isIndex = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 0;
