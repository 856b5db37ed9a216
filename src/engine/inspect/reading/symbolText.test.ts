import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../data/vocabulary';
import { Generator } from '../../kernels/testing/generator';
import { ReadText, SymbolNumbers } from './readText';
import { SymbolText } from './symbolText';

const alphabet = ['a', 'b', 'é', '\r\n', '🙂', '\ud83d', '\ude42', 'e\u0301', 'ש'];

const textFrom = (draw: Generator, most: number): string =>
  Array.from({ length: draw.integer(0, most) }, () => draw.pick(alphabet)).join('');

/** Everything that a text knows, by what the string says. */
function expectSame(found: SymbolText, text: string): void {
  const symbols = [...text];
  expect(found.length).toBe(symbols.length);
  expect(found.units).toBe(text.length);
  let offset = 0;
  symbols.forEach((symbol, at) => {
    expect(found.symbolAt(at)).toBe(symbol);
    expect(found.offsetOf(at)).toBe(offset);
    for (let unit = 0; unit < symbol.length; unit++) expect(found.at(offset + unit)).toBe(at);
    offset += symbol.length;
  });
  expect(found.at(offset)).toBe(symbols.length);
  expect(found.at(offset + 9)).toBe(symbols.length);
}

describe('a text in symbols', () => {
  it('after any edits is what the edited string is, also where they cut surrogate pairs in two', () => {
    const draw = new Generator(1);
    for (let round = 0; round < 40; round++) {
      let text = textFrom(draw, 30);
      const found = new SymbolText(text);
      for (let edit = 0; edit < 8; edit++) {
        const offset = draw.integer(0, text.length);
        const length = draw.integer(0, Math.min(6, text.length - offset));
        const inserted = textFrom(draw, 4);
        found.edit({ offset, length, text: inserted });
        text = text.slice(0, offset) + inserted + text.slice(offset + length);
        expectSame(found, text);
      }
    }
  });
});

describe.each([
  ['passed over', new Vocabulary(['a', 'b', '🙂'])],
  ['read as the unknown symbol', new Vocabulary(['a', 'b', '🙂', ''])],
])('a text whose strange symbols are %s', (_, vocabulary) => {
  it('after any edits is read as one that was always so, and says from where on it is another', () => {
    const draw = new Generator(2);
    const numbers = new SymbolNumbers(vocabulary);
    for (let round = 0; round < 40; round++) {
      let text = textFrom(draw, 30);
      const symbols = new SymbolText(text);
      const read = new ReadText(symbols, numbers);
      for (let edit = 0; edit < 8; edit++) {
        const before = stepsOf(read);
        const offset = draw.integer(0, text.length);
        const length = draw.integer(0, Math.min(6, text.length - offset));
        const inserted = textFrom(draw, 4);
        text = text.slice(0, offset) + inserted + text.slice(offset + length);
        const step = read.changed(symbols.edit({ offset, length, text: inserted }));
        const known = [...text].map((symbol) => vocabulary.symbols.indexOf(symbol));
        const expected = known.map((number) => (number < 0 ? (vocabulary.unknown ?? -1) : number));
        expect(stepsOf(read)).toEqual(expected.filter((number) => number >= 0));
        expect(stepsOf(read).slice(0, step)).toEqual(before.slice(0, step));
        expect(read.unknown.between(0, 1e9)).toEqual(known.flatMap((number, at) => (number < 0 ? [at] : [])));
        expectPlaces(read, expected);
      }
    }
  });
});

const stepsOf = (read: ReadText): number[] => {
  const all = new Int32Array(read.length);
  read.read(0, all);
  return [...all];
};

/** @param expected numbers by symbol, -1 where one is passed over */
function expectPlaces(read: ReadText, expected: number[]): void {
  let step = -1;
  expected.forEach((number, symbol) => {
    if (number >= 0) expect(read.symbolOf(++step)).toBe(symbol);
    expect(read.stepAt(symbol)).toBe(step);
    expect(read.isRead(symbol)).toBe(number >= 0);
    expect(read.numberAt(symbol)).toBe(number);
  });
}
