import type { Vocabulary } from '../../data/vocabulary';
import { SortedPlaces } from './sortedPlaces';
import type { SymbolChange, SymbolText } from './symbolText';

/** Numbers of symbols by code point; -1 where a symbol is outside a vocabulary. */
export class SymbolNumbers {
  /** Numbers of a block of 256 code points, where it has any. */
  private readonly blocks = new Map<number, Int32Array>();
  readonly unknown: number | undefined;

  constructor(readonly vocabulary: Vocabulary) {
    this.unknown = vocabulary.unknown;
    vocabulary.symbols.forEach((symbol, number) => {
      if (symbol !== '') this.set(symbol.codePointAt(0)!, number);
    });
  }

  of(point: number): number {
    return this.blocks.get(point >> 8)?.[point & 0xff] ?? -1;
  }

  private set(point: number, number: number): void {
    const block = this.blocks.get(point >> 8) ?? new Int32Array(256).fill(-1);
    this.blocks.set(point >> 8, block);
    block[point & 0xff] = number;
  }
}

/**
 * A text as a model reads it. Symbols outside the vocabulary are read as the model's unknown symbol; where it has none
 * they are passed over: the network reads the text as if they were not there, and its state stays as it is.
 */
export class ReadText {
  /** Symbols outside the vocabulary. */
  readonly unknown: SortedPlaces;

  constructor(
    readonly text: SymbolText,
    private readonly numbers: SymbolNumbers,
  ) {
    this.unknown = new SortedPlaces(this.findUnknown(0, text.length));
  }

  /** Time steps: symbols that are read. */
  get length(): number {
    return this.text.length - (this.passesOver ? this.unknown.length : 0);
  }

  /** Whether symbols outside the vocabulary are passed over. */
  get passesOver(): boolean {
    return this.numbers.unknown === undefined;
  }

  /** Writes the numbers of the symbols of time steps from.. into `into`, as many as it holds. */
  read(from: number, into: Int32Array): void {
    const { unknown } = this.numbers;
    for (let i = 0, at = this.symbolOf(from); i < into.length; at++) {
      const number = this.numbers.of(this.text.pointAt(at));
      if (number >= 0) into[i++] = number;
      else if (unknown !== undefined) into[i++] = unknown;
    }
  }

  /** Whether a text has symbols and all of them are outside the vocabulary. */
  get isStrange(): boolean {
    return this.text.length > 0 && this.unknown.length === this.text.length;
  }

  /** The newest time step at a symbol: its own, or where it is passed over the one before; -1 before the first. */
  stepAt(symbol: number): number {
    return this.passesOver ? symbol - this.unknown.before(symbol + 1) : symbol;
  }

  /** The symbol of a time step. */
  symbolOf(step: number): number {
    if (!this.passesOver || this.unknown.length === 0) return step;
    let [low, high] = [step, step + this.unknown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.stepAt(middle) >= step) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The number that a symbol is read as; -1 where it is passed over. */
  numberAt(symbol: number): number {
    const number = this.numbers.of(this.text.pointAt(symbol));
    return number < 0 ? (this.numbers.unknown ?? -1) : number;
  }

  /** The number of a symbol of the vocabulary; -1 where it has none that a model reads. */
  numberOf(symbol: string): number {
    const number = [...symbol].length === 1 ? this.numbers.of(symbol.codePointAt(0)!) : -1;
    return number < 0 ? (this.numbers.unknown ?? -1) : number;
  }

  /** Whether a symbol is read at all. */
  isRead(symbol: number): boolean {
    return !this.passesOver || !this.unknown.has(symbol);
  }

  /** To be called after the text was edited. @returns the first time step that is another, or follows on another */
  changed({ from, to, inserted }: SymbolChange): number {
    this.unknown.replace(from, to, this.findUnknown(from, from + inserted), inserted - (to - from));
    return this.stepAt(from - 1) + 1;
  }

  private findUnknown(from: number, to: number): number[] {
    const places: number[] = [];
    for (let at = from; at < to; at++) if (this.numbers.of(this.text.pointAt(at)) < 0) places.push(at);
    return places;
  }
}
