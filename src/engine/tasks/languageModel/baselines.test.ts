import { describe, expect, it } from 'vitest';
import { Vocabulary } from '../../data/vocabulary';
import { Random } from '../../weights/random';
import { baselines } from './baselines';
import { validationLanes } from './validationLanes';

const of = (training: string, validation: string, symbols = ['a', 'b', 'c', 'd']) => {
  const vocabulary = new Vocabulary(symbols);
  return baselines({ vocabulary, training: vocabulary.encode(training), validation: vocabulary.encode(validation) });
};

describe('the baselines', () => {
  it('are those worked out by hand', () => {
    // Training aabac: a 3, b 1, c 1, d 0 of 5, each and one more of 9. After a came a, b, c (3, of 3 kinds); after b, a.
    const single = { a: 4 / 9, b: 2 / 9, c: 2 / 9, d: 1 / 9 };
    // Validation dabcabdabcab predicts abcabdabcab; nothing ever came after d or c.
    const cost = (...shares: number[]) => shares.reduce((sum, share) => sum - Math.log(share), 0) / shares.length;
    const { a, b, c, d } = single;
    const afterA = (count: number, share: number) => (count + 3 * share) / 6;
    const afterB = (count: number, share: number) => (count + share) / 2;
    const once = [a, afterA(1, b), afterB(0, c), a, afterA(1, b)];
    const { uniform, unigram, bigram, symbols } = of('aabac', 'dabcabdabcab');
    expect(symbols).toBe(11);
    expect(uniform).toBeCloseTo(Math.log(4), 12);
    expect(unigram).toBeCloseTo(cost(a, b, c, a, b, d, a, b, c, a, b), 12);
    expect(bigram).toBeCloseTo(cost(...once, afterB(0, d), ...once), 12);
  });

  it('count in the training part alone', () => {
    expect(of('dddd', 'abababababa').unigram).toBeCloseTo(Math.log(8), 12);
    expect(of('dddd', 'abababababa').bigram).toBeCloseTo(Math.log(8), 12);
  });

  it('know the unknown symbol as one more that never came', () => {
    const { unigram } = of('aabb', '???????????', ['a', 'b', '']);
    expect(unigram).toBeCloseTo(Math.log(4 + 3), 12);
  });

  it('have only ln V where the validation part is too short', () => {
    expect(of('aabac', '')).toEqual({ uniform: Math.log(4) });
    expect(of('aabac', 'a')).toEqual({ uniform: Math.log(4) });
    expect(of('aabac', 'a'.repeat(10))).toEqual({ uniform: Math.log(4) });
    expect(of('aabac', 'a'.repeat(11)).symbols).toBe(10);
  });

  it('are of the very symbols that the validation loss is of', () => {
    const vocabulary = new Vocabulary(['a', 'b']);
    const [training, validation] = [vocabulary.encode('ab'), vocabulary.encode(`${'a'.repeat(1034)}${'b'.repeat(99)}`)];
    const { lanes, length } = validationLanes(1036)!;
    expect([lanes, length]).toEqual([2, 517]); // 1,035 symbols to predict: the last fills no lane
    const found = baselines({ vocabulary, training, validation }, 1036);
    expect(found).toEqual(baselines({ vocabulary, training, validation: validation.subarray(0, 1035) }));
    expect(found.symbols).toBe(1034);
  });
});

/** Counted with a map of texts and looked up symbol by symbol: the formulas as they stand in the literature. */
function plainly(training: number[], validation: number[], size: number): { unigram: number; bigram: number } {
  const counts = new Map<string, number>();
  const add = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const count = (key: string) => counts.get(key) ?? 0;
  training.forEach((symbol, i) => {
    add(`${symbol}`);
    if (i === 0) return;
    if (count(`${training[i - 1]} ${symbol}`) === 0) add(`kinds ${training[i - 1]}`);
    add(`${training[i - 1]} ${symbol}`);
    add(`before ${training[i - 1]}`);
  });
  const single = (symbol: number) => (count(`${symbol}`) + 1) / (training.length + size);
  const pair = (before: number, symbol: number) => {
    const [total, kinds] = [count(`before ${before}`), count(`kinds ${before}`)];
    const share = total / (total + kinds);
    return total === 0 ? single(symbol) : (share * count(`${before} ${symbol}`)) / total + (1 - share) * single(symbol);
  };
  const predicted = validation.slice(1);
  const mean = (cost: (symbol: number, i: number) => number) =>
    predicted.reduce((sum, symbol, i) => sum + cost(symbol, i), 0) / predicted.length;
  return {
    unigram: mean((symbol) => -Math.log(single(symbol))),
    bigram: mean((symbol, i) => -Math.log(pair(validation[i]!, symbol))),
  };
}

describe('of symbols that are drawn independently, 19,980 to train on and 20 to measure', () => {
  const zipf = Float64Array.from({ length: 3000 }, (_, rank) => 1 / (rank + 3));
  const texts = { 'of 3,000 symbols by Zipf': zipf, 'uniform over 6,500 symbols': new Float64Array(6500).fill(1) };

  it.each(Object.entries(texts))('%s: in the mean, no baseline is below what the truth costs there', (_, weights) => {
    const above = { unigram: 0, bigram: 0 };
    const trials = 40;
    for (let seed = 0; seed < trials; seed++) {
      const text = draw(weights, 20_000, seed);
      const found = ofText(text, [0.999, 0.001]);
      expect(found.symbols).toBe(19);
      const truth = costOfTruth(weights, new Set(text.slice(0, 19_980)), text.slice(19_981));
      above.unigram += (found.unigram! - truth) / trials;
      above.bigram += (found.bigram! - truth) / trials;
    }
    expect(above.unigram).toBeGreaterThan(0.01);
    expect(above.bigram).toBeGreaterThan(0.01);
  });

  it('equals what is counted plainly', () => {
    const text = draw(zipf, 20_000, 1);
    const found = ofText(text, [0.9, 0.1]);
    const known = [...new Set(text.slice(0, 18_000))].sort((a, b) => a - b);
    const number = (symbol: number) => (known.includes(symbol) ? known.indexOf(symbol) : known.length);
    const [training, validation] = [text.slice(0, 18_000).map(number), text.slice(18_000).map(number)];
    const { lanes, length } = validationLanes(2000)!;
    const { unigram, bigram } = plainly(training, validation.slice(0, lanes * length + 1), known.length + 1);
    expect(found.unigram).toBeCloseTo(unigram, 9);
    expect(found.bigram).toBeCloseTo(bigram, 9);
  });
});

/** In nats a symbol; what the training part does not have is one unknown symbol, as for the baselines. */
function costOfTruth(weights: Float64Array, known: Set<number>, text: number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shares = weights.map((weight) => weight / total);
  const unknown = shares.reduce((sum, share, rank) => (known.has(0x4e00 + rank) ? sum : sum + share), 0);
  const share = (symbol: number) => (known.has(symbol) ? shares[symbol - 0x4e00]! : unknown);
  return text.reduce((sum, symbol) => sum - Math.log(share(symbol)), 0) / text.length;
}

function draw(weights: Float64Array, length: number, seed: number): number[] {
  const random = Random.fromSeed(seed);
  const sums = weights.slice();
  for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
  return Array.from({ length }, () => {
    const at = random.uniform() * sums.at(-1)!;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! > at) high = middle;
      else low = middle + 1;
    }
    return 0x4e00 + low;
  });
}

function ofText(text: number[], [training, validation]: [number, number]) {
  const points = Int32Array.from(text);
  const end = Math.floor(training * text.length);
  const vocabulary = Vocabulary.ofCodePoints(points.subarray(0, end), points.subarray(end));
  const ids = vocabulary.encodeInPlace(points);
  const measured = ids.subarray(end, end + Math.floor(validation * text.length));
  return baselines({ vocabulary, training: ids.subarray(0, end), validation: measured });
}
