/** The horizontal axis that the whole picture shares: which symbol stands where. */
export interface TextAxis {
  /** The symbol at the left edge; between two symbols while scrolling. */
  from: number;
  /** Pixels of one symbol. */
  pixels: number;
}

/** What an axis has to fit into. */
export interface TextRoom {
  /** Symbols of the text. */
  symbols: number;
  /** Pixels from the left edge to the right one. */
  width: number;
}

/** A column of a single character, as it is shown at first. */
export const characterPixels = 12;
/** The widest column, and the narrowest one in which a letter stands. */
export const widestPixels = 28;
export const letterPixels = 7;

/** The axis kept inside the text: never narrower than the whole of it, never beyond an end. */
export function keptInside({ from, pixels }: TextAxis, { symbols, width }: TextRoom): TextAxis {
  const least = Math.min(characterPixels, width / Math.max(1, symbols));
  const kept = Math.min(widestPixels, Math.max(least, pixels));
  return { from: Math.max(0, Math.min(symbols - width / kept, from)), pixels: kept };
}

/** Wider (above 1) or narrower, with the symbol under a pixel left where it is. */
export function zoomedAbout(axis: TextAxis, factor: number, pixel: number, room: TextRoom): TextAxis {
  const at = axis.from + pixel / axis.pixels;
  const { pixels } = keptInside({ from: 0, pixels: axis.pixels * factor }, room);
  return keptInside({ from: at - pixel / pixels, pixels }, room);
}

/** Moved to the right by so many pixels. */
export const scrolledBy = (axis: TextAxis, pixels: number, room: TextRoom): TextAxis =>
  keptInside({ ...axis, from: axis.from + pixels / axis.pixels }, room);

/** The whole text. */
export const wholeText = (room: TextRoom): TextAxis => keptInside({ from: 0, pixels: 0 }, room);

/** Symbols beyond an edge that still count as a step out of view, and not as a leap. */
const step = 12;

/** Moved as little as brings a symbol into view with some symbols about it; after a leap it stands in the middle. */
export function showing(axis: TextAxis, at: number, room: TextRoom): TextAxis {
  const shown = room.width / axis.pixels;
  const isLeap = at < axis.from - step || at > axis.from + shown + step;
  if (isLeap) return keptInside({ ...axis, from: at - shown / 2 }, room);
  const margin = Math.min(4, shown / 4);
  const from = Math.min(at - margin, Math.max(at + 1 + margin - shown, axis.from));
  return keptInside({ ...axis, from }, room);
}

/** Moved so that what follows a symbol is seen: it stands in the left half, a fifth from the edge after a move. */
export function leading(axis: TextAxis, at: number, room: TextRoom): TextAxis {
  const shown = room.width / axis.pixels;
  const isLeft = at >= axis.from && at < axis.from + shown / 2;
  return isLeft ? axis : keptInside({ ...axis, from: at - shown / 5 }, room);
}

/** The left edge of a symbol, in pixels. */
export const pixelOf = ({ from, pixels }: TextAxis, at: number): number => (at - from) * pixels;

/** The symbol under a pixel, kept inside the text. */
export const symbolAt = ({ from, pixels }: TextAxis, pixel: number, { symbols }: TextRoom): number =>
  Math.max(0, Math.min(symbols - 1, Math.floor(from + pixel / pixels)));

/** The symbols in view: from the first to before the last. */
export function inView({ from, pixels }: TextAxis, { symbols, width }: TextRoom): { from: number; to: number } {
  return { from: Math.floor(from), to: Math.min(symbols, Math.ceil(from + width / pixels - 1e-9)) };
}

/** Symbols in one column of the picture: a power of two, so that a column is between one and two pixels wide. */
export function symbolsAColumn({ pixels }: TextAxis): number {
  return pixels >= 1 ? 1 : 2 ** Math.ceil(Math.log2(1 / pixels) - 1e-9);
}

/** Where a person zooms to. */
export type Zoom = 'in' | 'out' | 'whole' | 'characters';

/** The axis zoomed about a pixel; without one about the chosen symbol, or about the middle where that is not in view. */
export function zoomedBy(axis: TextAxis, factor: number, at: number, room: TextRoom, pixel?: number): TextAxis {
  const chosen = pixelOf(axis, at + 0.5);
  const middle = chosen >= 0 && chosen <= room.width ? chosen : room.width / 2;
  return zoomedAbout(axis, factor, pixel ?? middle, room);
}

/** The axis as a person wants it, with the chosen symbol in view where it can be. */
export function zoomedTo(axis: TextAxis, zoom: Zoom, at: number, room: TextRoom): TextAxis {
  if (zoom === 'whole') return wholeText(room);
  if (zoom === 'characters') return showing(keptInside({ ...axis, pixels: characterPixels }, room), at, room);
  return zoomedBy(axis, zoom === 'in' ? 1.6 : 1 / 1.6, at, room);
}
