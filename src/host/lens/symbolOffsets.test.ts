import { describe, expect, it } from 'vitest';
import { SymbolOffsets } from './symbolOffsets';

/** Every place of a text the long way round: by walking over its code points. */
function walked(text: string): { starts: number[]; symbolAt: number[] } {
  const starts: number[] = [];
  const symbolAt: number[] = [];
  for (const symbol of text) {
    for (let unit = 0; unit < symbol.length; unit++) symbolAt.push(starts.length);
    starts.push(symbolAt.length - symbol.length);
  }
  return { starts, symbolAt };
}

describe.each([
  ['plain letters', 'call me'],
  ['symbols of two units', '🐋a🐋🐋bc\r\n🐋'],
  ['combining marks and letters from right to left', 'e\u0301 שלום 🐋'],
  ['halves of pairs that stand alone', '\ud800a\udc00🐋\ud800'],
])('the places of %s', (_, text) => {
  it('equal those found by walking over the text, both ways', () => {
    const offsets = new SymbolOffsets(text);
    const { starts, symbolAt } = walked(text);
    expect(offsets.symbols).toBe(starts.length);
    expect(starts.map((_start, symbol) => offsets.offsetOf(symbol))).toEqual(starts);
    expect(symbolAt.map((_symbol, offset) => offsets.symbolAt(offset))).toEqual(symbolAt);
  });

  it('end with the text', () => {
    const offsets = new SymbolOffsets(text);
    expect(offsets.offsetOf(offsets.symbols)).toBe(text.length);
    expect(offsets.symbolAt(text.length)).toBe(offsets.symbols - 1);
  });
});

it('of an empty text are all at its beginning', () => {
  const offsets = new SymbolOffsets('');
  expect([offsets.symbols, offsets.offsetOf(0), offsets.symbolAt(0)]).toEqual([0, 0, 0]);
});
