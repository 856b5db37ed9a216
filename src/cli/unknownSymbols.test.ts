import { expect, it } from 'vitest';
import { Vocabulary } from '../engine/data/vocabulary';
import { ReadText, SymbolNumbers } from '../engine/inspect/reading/readText';
import { SymbolText } from '../engine/inspect/reading/symbolText';
import { countUnknown, unknownSentence } from './unknownSymbols';

const read = (symbols: string[]) => new ReadText(new SymbolText('ñab🙂añ'), new SymbolNumbers(new Vocabulary(symbols)));

it('symbols outside the vocabulary are passed over, or read as the unknown symbol where the model has one', () => {
  expect(countUnknown(read(['a', 'b']), { from: 0, to: 6 })).toEqual({ passedOver: 3, readAsUnknown: 0 });
  expect(countUnknown(read(['a', 'b', '']), { from: 0, to: 6 })).toEqual({ passedOver: 0, readAsUnknown: 3 });
  expect(countUnknown(read(['a', 'b']), { from: 1, to: 5 })).toEqual({ passedOver: 1, readAsUnknown: 0 });
});

it('what became of them is told, and nothing where all are known', () => {
  expect(unknownSentence({ passedOver: 1234, readAsUnknown: 0 })).toMatch(/^1,234 of them .* passed over/);
  expect(unknownSentence({ passedOver: 0, readAsUnknown: 2 })).toMatch(/^2 of them .* read as unknown\.$/);
  expect(unknownSentence({ passedOver: 0, readAsUnknown: 0 })).toBe('');
});
