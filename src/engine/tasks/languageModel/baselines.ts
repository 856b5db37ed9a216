import type { Baselines } from '../../../protocol/run';
import type { Dataset } from './dataset';

/** The losses that need no network, of the validation text (of the training text where that has no two symbols). */
export function baselines(dataset: Pick<Dataset, 'vocabulary' | 'training' | 'validation'>): Baselines {
  const text = dataset.validation.length >= 2 ? dataset.validation : dataset.training;
  const size = dataset.vocabulary.size;
  return { uniform: Math.log(size), unigram: entropy(countSymbols(text)), bigram: conditionalEntropy(text, size) };
}

/** H(next | current) = H(current, next) - H(current), over the pairs of the text. */
function conditionalEntropy(text: Int32Array, size: number): number {
  const pairs = new Map<number, number>();
  for (let i = 1; i < text.length; i++) {
    const pair = text[i - 1]! * size + text[i]!;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  const current = countSymbols(text.subarray(0, Math.max(0, text.length - 1)));
  return Math.max(0, entropy(pairs) - entropy(current));
}

function countSymbols(text: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const symbol of text) counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  return counts;
}

/** Entropy in nats of what was counted. */
function entropy(counts: Map<number, number>): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  let sum = 0;
  for (const count of counts.values()) sum -= (count / total) * Math.log(count / total);
  return sum;
}
