/**
 * Where the symbols of a text stand: a symbol is a Unicode code point, an offset counts UTF-16 units. Only symbols of
 * two units are kept, so that most texts need nothing.
 */
export class SymbolOffsets {
  /** Numbers of the symbols that take two units. */
  private readonly wide: number[] = [];

  constructor(private readonly text: string) {
    for (const { index } of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) this.wide.push(index - this.wide.length);
  }

  /** Symbols of the text. */
  get symbols(): number {
    return this.text.length - this.wide.length;
  }

  /** Offset of a symbol; of one behind the end, the end. */
  offsetOf(symbol: number): number {
    return Math.min(this.text.length, symbol + firstFrom(this.wide, (wide) => wide >= symbol));
  }

  /** Number of the symbol at an offset, which may be inside it; behind the end, the last one. */
  symbolAt(offset: number): number {
    const before = firstFrom(this.wide, (wide, index) => wide + index >= offset);
    return Math.max(0, Math.min(this.symbols - 1, offset - before));
  }
}

/** The first index from which something holds, in a list where it holds from somewhere on. */
function firstFrom(numbers: number[], holds: (number: number, index: number) => boolean): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(numbers[middle]!, middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}
