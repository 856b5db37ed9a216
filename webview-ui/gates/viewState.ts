import type { PanelLayer, PanelPlace } from '../../src/protocol/gatesPanel';
import type { Intervention, PanelQuantity } from '../../src/protocol/lens';
import { fittingPlay, isIntervention, unitsOf } from './asking/intervention';
import { isGradient } from '../../src/protocol/quantities';
import { characterPixels, type TextAxis } from './painting/textAxis';

/** By what the units are sorted from top to bottom. */
export type Order = 'similarity' | 'value' | 'mean' | 'number';
export const orders: Order[] = ['similarity', 'value', 'mean', 'number'];

/** What was chosen to look at; kept over a reload of the window. */
export interface ViewState {
  /** The text that it was chosen for. */
  document?: string;
  /** From 0 at the input. */
  layer: number;
  quantity: PanelQuantity;
  order: Order;
  /** Whether each unit is shown by its difference from its own mean. */
  isDifference: boolean;
  isLookingBack: boolean;
  axis: TextAxis;
  /** The chosen symbol. */
  at: number;
  unit?: number;
  /** What is played with. */
  play?: Intervention;
}

/** The choices before any was made. */
export const firstView: ViewState = {
  layer: 0,
  quantity: 'forget',
  order: 'similarity',
  isDifference: false,
  isLookingBack: false,
  axis: { from: 0, pixels: characterPixels },
  at: 0,
};

/** Choices as they were kept; whatever is odd about them is replaced. */
export function restoredView(kept: unknown): ViewState {
  const { document, layer, quantity, order, isDifference, isLookingBack, axis, at, unit, play } = (kept ??
    {}) as Partial<ViewState>;
  return {
    document: typeof document === 'string' ? document : undefined,
    layer: isIndex(layer) ? layer : 0,
    quantity: typeof quantity === 'string' ? quantity : firstView.quantity,
    order: orders.find((each) => each === order) ?? firstView.order,
    isDifference: isDifference === true,
    isLookingBack: isLookingBack === true,
    axis: axis && axis.from >= 0 && axis.pixels > 0 ? { from: axis.from, pixels: axis.pixels } : firstView.axis,
    at: isIndex(at) ? at : 0,
    unit: isIndex(unit) ? unit : undefined,
    play: isIntervention(play) ? play : undefined,
  };
}

const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

/** The choices that still mean something with these layers and this text: a place only in the same text. */
export function viewFor(view: ViewState, layers: PanelLayer[], text: { document: string; symbols: number }): ViewState {
  const isSameText = view.document === text.document;
  const { axis, at } = isSameText ? view : { axis: { ...firstView.axis, pixels: view.axis.pixels }, at: 0 };
  const play = isSameText ? view.play : undefined;
  const kept = { ...view, document: text.document, axis, at: Math.max(0, Math.min(at, text.symbols - 1)), play };
  return fitting(kept, layers);
}

/** The view with a place taken over, as far as it says something. */
export function viewAt(view: ViewState, place: PanelPlace, layers: PanelLayer[], symbols: number): ViewState {
  const { at, layer = view.layer, quantity = view.quantity, unit = view.unit } = place;
  const { isLookingBack = view.isLookingBack } = place;
  const play = place.play === null ? undefined : (place.play ?? view.play);
  const kept = Math.max(0, Math.min(at, symbols - 1));
  return fitting({ ...view, at: kept, layer, quantity, unit, isLookingBack, play }, layers);
}

/** A layer with as many units as a quantity of it has numbers. */
export const withWidth = (layer: PanelLayer, quantity: PanelQuantity): PanelLayer => ({
  ...layer,
  units: unitsOf(layer, quantity),
});

/** Layer, quantity, unit and what is played with replaced by ones that exist. */
export function fitting(view: ViewState, layers: PanelLayer[]): ViewState {
  const layer = Math.min(view.layer, layers.length - 1);
  const { quantities } = layers[layer]!;
  const play = fittingPlay(view.play, layers);
  const isThere = quantities.includes(view.quantity) && !(play && isGradient(view.quantity)); // no gradient is played
  const quantity = isThere ? view.quantity : play ? 'h' : (quantities[0] ?? 'h');
  const { units } = withWidth(layers[layer]!, quantity);
  const unit = view.unit !== undefined && view.unit < units ? view.unit : undefined;
  return { ...view, layer, quantity, unit, play };
}

/** The view after what is looked at more closely was left: first what is played with, then the unit. */
export const leftView = (view: ViewState): ViewState =>
  view.play === undefined ? { ...view, unit: undefined } : { ...view, play: undefined };
