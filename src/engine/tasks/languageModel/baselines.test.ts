import { describe, expect, it } from 'vitest';
import { baselines } from './baselines';
import { Vocabulary } from '../../data/vocabulary';

const of = (training: string, validation: string) => {
  const vocabulary = new Vocabulary(['a', 'b', 'c', 'd']);
  return baselines({ vocabulary, training: vocabulary.encode(training), validation: vocabulary.encode(validation) });
};

describe('the baselines', () => {
  it('are those worked out by hand', () => {
    // aabac: a 3/5, b 1/5, c 1/5; after a (three times): a, b, c; after b: a.
    const { uniform, unigram, bigram } = of('dddd', 'aabac');
    expect(uniform).toBeCloseTo(Math.log(4), 12);
    expect(unigram).toBeCloseTo(0.6 * Math.log(5 / 3) + 0.4 * Math.log(5), 12);
    expect(bigram).toBeCloseTo((3 / 4) * Math.log(3), 12);
  });

  it('fall to zero where the next symbol is certain', () => {
    expect(of('d', 'abcabcabc').bigram).toBeCloseTo(0, 12);
    expect(of('d', 'aaaa')).toMatchObject({ unigram: 0, bigram: 0 });
  });

  it('are ln V for a text of independent equal symbols', () => {
    const pairs = 'aabacadbbcbdccdda'; // every pair of four symbols once
    expect(of('d', pairs).bigram).toBeCloseTo(Math.log(4), 12);
  });

  it('are those of the training text where there is no validation text', () => {
    expect(of('aabac', '')).toEqual(of('d', 'aabac'));
  });
});
