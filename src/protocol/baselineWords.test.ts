import { expect, it } from 'vitest';
import { baselineNote, comparableBaselines } from './baselineWords';

const names = (baselines: Parameters<typeof comparableBaselines>[0]) =>
  comparableBaselines(baselines).map(({ name }) => name);

it('baselines with their number of symbols are comparable, and their text is told', () => {
  const baselines = { uniform: 4, unigram: 3, bigram: 2, symbols: 19_984 };
  expect(names(baselines)).toEqual(['uniform', 'unigram', 'bigram']);
  expect(baselineNote(baselines)).toBe(
    'Baselines: counted in the training part, measured on 19,984 symbols of the validation part.',
  );
});

it('so few symbols that chance decides are told to be few', () => {
  expect(baselineNote({ uniform: 4, unigram: 3, bigram: 2, symbols: 19 })).toBe(
    'Baselines: counted in the training part, measured on only 19 symbols of the validation part: chance decides much.',
  );
});

it('those of older runs, entropies of the validation part itself, are not taken for such', () => {
  const baselines = { uniform: 4, unigram: 3, bigram: 1 };
  expect(names(baselines)).toEqual(['uniform']);
  expect(baselineNote(baselines)).toContain('of an older kind');
});

it('without a validation part there is a word in place of a number', () => {
  expect(names({ uniform: 4 })).toEqual(['uniform']);
  expect(baselineNote({ uniform: 4 })).toContain('too short');
});
