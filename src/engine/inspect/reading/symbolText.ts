import { SortedPlaces } from './sortedPlaces';

/** A change of a text: UTF-16 offsets in the text as it was. */
export interface TextEdit {
  offset: number;
  length: number;
  text: string;
}

/** What an edit changed: symbols from..to became `inserted` others. */
export interface SymbolChange {
  from: number;
  to: number;
  inserted: number;
}

/**
 * A text in symbols, which are Unicode code points (half a surrogate pair alone is one too), and where they stand in
 * UTF-16 units.
 */
export class SymbolText {
  private points: Int32Array;
  private count: number;
  /** Symbols of two UTF-16 units. */
  private readonly wide: SortedPlaces;

  /** @param text its code points are owned from now on */
  constructor(text: string | Int32Array) {
    this.points = typeof text === 'string' ? pointsOf(text) : text;
    this.count = this.points.length;
    this.wide = new SortedPlaces(
      this.count === text.length && typeof text === 'string' ? [] : widePlaces(this.points, 0),
    );
  }

  /** Number of symbols. */
  get length(): number {
    return this.count;
  }

  /** UTF-16 units. */
  get units(): number {
    return this.count + this.wide.length;
  }

  /** The code point of a symbol. */
  pointAt(at: number): number {
    return this.points[at]!;
  }

  /** The code points of symbols from..to: a view. */
  pointsBetween(from: number, to: number): Int32Array {
    return this.points.subarray(from, to);
  }

  symbolAt(at: number): string {
    return String.fromCodePoint(this.points[at]!);
  }

  /** Where a symbol begins. @param at may be the end of the text */
  offsetOf(at: number): number {
    return at + this.wide.before(at);
  }

  /** The symbol that the UTF-16 unit at an offset belongs to; at the end and beyond, the number of symbols. */
  at(offset: number): number {
    let [low, high] = [offset - this.wide.length, offset].map((at) => Math.min(this.count, Math.max(0, at))) as [
      number,
      number,
    ];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsetOf(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Puts an edit in; edges may fall into a surrogate pair. */
  edit({ offset, length, text }: TextEdit): SymbolChange {
    const start = Math.min(Math.max(0, offset), this.units);
    const end = Math.min(start + Math.max(0, length), this.units);
    const from = Math.max(0, this.at(start) - 1); // the neighbours may make a pair with what comes between them
    const last = this.at(end);
    const to = Math.min(this.count, last + 1);
    const around = this.textBetween(from, to);
    const base = this.offsetOf(from);
    const inserted = pointsOf(around.slice(0, start - base) + text + around.slice(end - base));
    this.replace(from, to, inserted);
    return { from, to, inserted: inserted.length };
  }

  private textBetween(from: number, to: number): string {
    let text = '';
    for (let i = from; i < to; i++) text += String.fromCodePoint(this.points[i]!);
    return text;
  }

  private replace(from: number, to: number, inserted: Int32Array): void {
    const shift = inserted.length - (to - from);
    this.wide.replace(from, to, widePlaces(inserted, from), shift);
    const count = this.count + shift;
    if (count > this.points.length) {
      const grown = new Int32Array(Math.ceil(count * 1.25));
      grown.set(this.points.subarray(0, from));
      grown.set(this.points.subarray(to, this.count), to + shift);
      this.points = grown;
    } else if (shift !== 0) this.points.copyWithin(to + shift, to, this.count);
    this.points.set(inserted, from);
    this.count = count;
  }
}

function pointsOf(text: string): Int32Array {
  const points = new Int32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!;
    if (point > 0xffff) i++;
    points[count++] = point;
  }
  return count === points.length ? points : points.slice(0, count);
}

function widePlaces(points: Int32Array, first: number): number[] {
  const places: number[] = [];
  for (let i = 0; i < points.length; i++) if (points[i]! > 0xffff) places.push(first + i);
  return places;
}
