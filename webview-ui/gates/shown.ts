import type { PanelLayer } from '../../src/protocol/gatesPanel';
import type { Overview } from '../../src/protocol/lens';
import type { Ramp } from '../shared/heatRamp';
import { chunksOver, type Chunk } from './asking/chunk';
import { figureLayout, type FigureLayout, type RowName } from './painting/figureLayout';
import type { GatesData } from './asking/gatesData';
import type { PlayedWay } from './asking/playedWay';
import { isGate, limitOf } from '../../src/protocol/quantities';
import { usualLimit, type Shade } from './painting/shade';
import { inView, keptInside, symbolsAColumn, type TextAxis, type TextRoom } from './painting/textAxis';
import { unitOrder } from './painting/unitOrder';
import { withWidth, type ViewState } from './viewState';

/** Everything that a drawing needs: what is known, what is chosen, and where it stands. */
export interface Shown {
  data: GatesData;
  view: ViewState;
  layer: PanelLayer;
  overview: Overview | undefined;
  room: TextRoom;
  axis: TextAxis;
  layout: FigureLayout;
  /** Units from the top row to the bottom one; the same array while the order is the same. */
  order: number[];
  /** The chunks in view that are there, from left to right. */
  chunks: Chunk[];
  /** Whether some are not there yet. */
  isWaiting: boolean;
  shade: Shade;
  /** What playing has come to, of this layer and quantity. */
  played: PlayedWay | undefined;
}

/** What the page is told beside it. */
export interface Beside {
  notice?: string;
  /** Whether there is a probe text to change to, and whether one is being typed. */
  hasProbe: boolean;
  isProbeAsked: boolean;
}

/** The curves that a view has. */
export function rowNames({ unit, isLookingBack, play }: ViewState, isProbe = false): RowName[] {
  const names: RowName[] = unit === undefined ? [] : ['unit'];
  if (play !== undefined) return [...names, 'played', 'difference'];
  if (isProbe && !isLookingBack) return [...names, 'surprise'];
  return [...names, 'mean', 'surprise', 'gradientH', ...(isLookingBack ? (['lookBack'] as const) : [])];
}

/** Puts together what is drawn on a canvas of some width. */
export function shownAt(
  data: GatesData,
  view: ViewState,
  canvasWidth: number,
  ramps: { gate: Ramp; signed: Ramp },
  lastOrder: number[],
): Shown {
  const layer = withWidth(data.layer(view.layer), view.quantity);
  const isProbe = data.text.probe !== undefined;
  const layout = figureLayout(canvasWidth, layer.units, rowNames(view, isProbe), isProbe);
  const room = { symbols: data.text.symbols, width: layout.width };
  const axis = keptInside(view.axis, room);
  const overview = data.overview(view.layer, view.quantity);
  const every = symbolsAColumn(axis);
  const { from, to } = inView(axis, room);
  const wanted = chunksOver(from, to, every, room.symbols);
  const { quantity } = view;
  const found = wanted.map((index) => data.chunks.get({ layer: view.layer, quantity, every, index }));
  const chunks = found.filter((chunk) => chunk !== undefined);
  const order = unitOrder(view.order, layer.units, overview, valuesAt(data, view, chunks));
  const played = playedOf(data, view, layer);
  const shade = view.play
    ? playedShade(data, view, played, ramps)
    : shadeOf(data, view, layer, overview, chunks, ramps);
  return {
    data,
    view,
    layer,
    overview,
    room,
    axis,
    layout,
    order: isEqual(order, lastOrder) ? lastOrder : order,
    chunks,
    isWaiting: chunks.length < wanted.length,
    shade,
    played,
  };
}

const isEqual = (a: number[], b: number[]): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

/** Each unit's value at the chosen symbol, from the picture or from what is known about the symbol. */
function valuesAt({ symbol }: GatesData, view: ViewState, chunks: Chunk[]): ArrayLike<number> | undefined {
  const { at, layer, quantity } = view;
  const chunk = chunks.find(({ from, to, every }) => every === 1 && at >= from && at < to);
  if (chunk !== undefined)
    return chunk.values.subarray((at - chunk.from) * chunk.units, (at - chunk.from + 1) * chunk.units);
  return symbol?.layers[layer]?.quantities.find((each) => each.quantity === quantity)?.values;
}

/** What playing has come to, where it is of what is seen; of other weights too, until the new answer is there. */
function playedOf({ played }: GatesData, { play, layer, quantity }: ViewState, { units }: PanelLayer) {
  const isOfThis = played !== undefined && play !== undefined && played.layer === layer && played.quantity === quantity;
  return isOfThis && played.values.length === played.length * units ? played : undefined;
}

/** The colours of differences: about zero, up to what is usual in what was played. */
function playedShade(
  { extents }: GatesData,
  { layer, quantity, play }: ViewState,
  played: PlayedWay | undefined,
  { signed }: { signed: Ramp },
): Shade {
  const seen = played === undefined ? 0 : largeOf(played);
  const high = extents.limit(`${layer} ${quantity} ${JSON.stringify(play)}`, seen) || 1;
  return { ramp: signed, low: -high, high };
}

const larges = new WeakMap<PlayedWay, number>();

function largeOf(played: PlayedWay): number {
  let large = larges.get(played);
  if (large === undefined) larges.set(played, (large = usualLimit(played.values, 1)));
  return large;
}

/** The colours of the picture: gates from 0 to 1, everything else about zero, up to what is usual in what was seen. */
function shadeOf(
  { extents }: GatesData,
  { layer, quantity, isDifference }: ViewState,
  shape: PanelLayer,
  overview: Overview | undefined,
  chunks: Chunk[],
  ramps: { gate: Ramp; signed: Ramp },
): Shade {
  const means = isDifference ? meansOf(overview, shape.units) : undefined;
  if (isGate(quantity, shape) && means === undefined) return { ramp: ramps.gate, low: 0, high: 1 };
  const limit = means === undefined ? limitOf(quantity, shape) : undefined;
  const high = limit ?? extents.limit(`${layer} ${quantity} ${String(means !== undefined)}`, seenLimit(chunks, means));
  return { ramp: ramps.signed, low: -(high || 1), high: high || 1, means };
}

const limits = new WeakMap<Chunk, { means: ArrayLike<number> | undefined; limit: number }>();

function seenLimit(chunks: Chunk[], means: ArrayLike<number> | undefined): number {
  return Math.max(0, ...chunks.map((chunk) => chunkLimit(chunk, means)));
}

function chunkLimit(chunk: Chunk, means: ArrayLike<number> | undefined): number {
  const known = limits.get(chunk);
  if (known !== undefined && known.means === means) return known.limit;
  const limit = usualLimit(chunk.values, chunk.units, means);
  limits.set(chunk, { means, limit });
  return limit;
}

const meansByOverview = new WeakMap<Overview, Float32Array>();

function meansOf(overview: Overview | undefined, units: number): Float32Array | undefined {
  if (overview?.units.length !== units) return undefined;
  let means = meansByOverview.get(overview);
  if (means === undefined)
    meansByOverview.set(overview, (means = Float32Array.from(overview.units, ({ mean }) => mean)));
  return means;
}
