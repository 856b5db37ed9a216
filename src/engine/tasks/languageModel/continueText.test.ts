import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../protocol/userError';
import { Vocabulary } from '../../data/vocabulary';
import { bothForms, startTarget } from '../../model/testing/targets';
import { experimentOf } from '../../model/testing/text';
import { continueText, sampleReader } from './continueText';
import type { TextReader } from '../../model/languageModel';
import { modelOf } from '../../model/modelOf';
import { parametersOf, partOf, sizeOf } from '../../weights/parameters';
import { Random } from '../../weights/random';

/** A reader of a model whose predictions are always the same: the head's bias is all there is. */
function constant(bias: number[]): TextReader {
  const { model } = experimentOf({});
  const parameters = parametersOf(model, bias.length);
  const values = new Float32Array(sizeOf(parameters));
  partOf(values, parameters.at(-1)!).set(bias);
  return sampleReader(modelOf(model, bias.length, values));
}

const withUnknown = new Vocabulary(['a', 'b', 'c', '']);
const known = new Vocabulary(['\n', 'a', 'b', 'c']);
const random = () => Random.fromSeed(1);
const sample = (bias: number[], request: object, vocabulary = withUnknown) =>
  continueText(constant(bias), vocabulary, { length: 1000, temperature: 1, ...request }, random());

describe.each(bothForms)('sampling by %s', { timeout: 60_000 }, (kernels) => {
  beforeAll(() => startTarget(kernels));

  it('draws by softmax of the predictions over the temperature', () => {
    const share = (text: string, symbol: string) => [...text].filter((each) => each === symbol).length / text.length;
    const bias = [0, Math.log(2), Math.log(4), -20];
    expect(share(sample(bias, {}), 'c')).toBeCloseTo(4 / 7, 1);
    expect(share(sample(bias, { temperature: 0.5 }), 'c')).toBeCloseTo(16 / 21, 1);
    expect(share(sample(bias, { temperature: 1000 }), 'c')).toBeCloseTo(1 / 3, 1);
    expect(sample(bias, { temperature: 1e-9, length: 5 })).toBe('ccccc');
  });

  it('never draws the unknown symbol', () => {
    expect(sample([0, 0, 0, 50], { length: 200 })).toMatch(/^[abc]{200}$/);
  });

  it('says so where the model has diverged', () => {
    for (const wrong of [NaN, Infinity])
      expect(() => sample([0, wrong, 0, 0], {})).toThrow(/predictions of the model are not finite/);
  });

  it('gives the same text for the same seed', () => {
    const request = { length: 50, seed: 4 };
    expect(sample([0, 0, 0, 0], request)).toBe(sample([0, 0, 0, 0], request));
    expect(sample([0, 0, 0, 0], { length: 50, seed: 5 })).not.toBe(sample([0, 0, 0, 0], request));
  });

  it('reads a prime of which it does not know every symbol only where it has an unknown symbol', () => {
    expect(sample([0, 0, 0, 0], { prime: 'aXb', length: 3 })).toHaveLength(3);
    const refused = () => sample([0, 0, 0, 0], { prime: 'aX\u{1f600}Xb' }, known);
    expect(refused).toThrow(UserError);
    expect(refused).toThrow('"X", "\u{1f600}"');
  });

  it.each([{ temperature: 0 }, { temperature: NaN }, { length: -1 }, { length: 1.5 }])('refuses %o', (request) => {
    expect(() => sample([0, 0, 0, 0], request)).toThrow(UserError);
  });

  it('gives nothing where nothing is asked for', () => expect(sample([0, 0, 0, 0], { length: 0 })).toBe(''));
});

/** A reader that predicts how many symbols it has read since it began, and refuses more than two at once. */
class CountingReader implements TextReader {
  readonly lanes = 1;
  readonly window = 2;
  state = [];
  private count = 0;

  reset(): void {
    this.count = 0;
  }

  predict(symbols: Int32Array): Float32Array {
    if (symbols.length > this.window) throw new RangeError('too many at once');
    this.count += symbols.length;
    return Float32Array.from({ length: 4 }, (_, symbol) => (symbol === this.count % 4 ? 100 : 0));
  }

  measure = (): never => expect.fail();
  trace = (): never => expect.fail();
  dispose = (): never => expect.fail();
}

it('each text begins afresh, reads its prime in pieces, and then what it draws', () => {
  const reader = new CountingReader();
  const read = (prime: string) =>
    continueText(reader, known, { prime, length: 5, temperature: 1 }, random()).replace('\n', '0');
  expect(read('abc')).toBe('c0abc');
  expect(read('abc')).toBe('c0abc');
  expect(read('ab')).toBe('bc0ab');
});
