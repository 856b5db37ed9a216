import type { Baselines } from '../../../protocol/run';
import type { Dataset } from './dataset';
import { validationLanes } from './validationLanes';

/** On fewer symbols the mean is chance, and no number is given. */
const leastSymbols = 10;

/**
 * The losses that need no network: fitted to the training part, measured on the symbols that the validation loss is of.
 * What is fitted to one text and measured on another costs, in expectation, no less than the truth about both.
 * @param validationSymbols how much of the validation part is measured, where not all of it is
 * @see Witten, Bell 1991: method C, as an interpolation (Chen, Goodman 1999)
 */
export function baselines(
  { vocabulary, training, validation }: Pick<Dataset, 'vocabulary' | 'training' | 'validation'>,
  validationSymbols?: number,
): Baselines {
  const uniform = Math.log(vocabulary.size);
  const measured = validation.subarray(0, validationSymbols);
  const { lanes, length } = validationLanes(measured.length) ?? { lanes: 0, length: 0 };
  const symbols = lanes * length;
  if (symbols < leastSymbols) return { uniform };
  const read = measured.subarray(0, symbols + 1);
  const single = addOne(training, vocabulary.size);
  const unigram = read.subarray(1).reduce((sum, symbol) => sum - Math.log(single[symbol]!), 0);
  return { uniform, unigram: unigram / symbols, bigram: costOfPairs(training, read, single) / symbols, symbols };
}

/** (c(s) + 1) / (n + V) of every symbol. */
function addOne(text: Int32Array, size: number): Float64Array {
  const counts = new Float64Array(size).fill(1);
  for (let i = 0; i < text.length; i++) counts[text[i]!]!++;
  return counts.map((count) => count / (text.length + size));
}

/** What the symbols of a text cost after the one before each, in all; by context, so that memory goes by the texts alone. */
function costOfPairs(training: Int32Array, text: Int32Array, single: Float64Array): number {
  const size = single.length;
  const [fitted, measured] = [byContext(training, size), byContext(text, size)];
  const counts = new Float64Array(size);
  let cost = 0;
  for (let context = 0; context < size; context++) {
    const wanted = measured(context);
    if (wanted.length === 0) continue;
    const seen = fitted(context);
    let kinds = 0;
    for (const symbol of seen) if (counts[symbol]!++ === 0) kinds++;
    const total = seen.length + kinds;
    for (const symbol of wanted)
      cost -= Math.log(total === 0 ? single[symbol]! : (counts[symbol]! + kinds * single[symbol]!) / total);
    for (const symbol of seen) counts[symbol] = 0;
  }
  return cost;
}

/** The symbols that come after each symbol of a text. */
function byContext(text: Int32Array, size: number): (context: number) => Int32Array {
  const pairs = Math.max(0, text.length - 1);
  const ends = new Uint32Array(size + 1);
  for (let i = 0; i < pairs; i++) ends[text[i]! + 1]!++;
  for (let context = 1; context <= size; context++) ends[context]! += ends[context - 1]!;
  const after = new Int32Array(pairs);
  for (let i = 0; i < pairs; i++) after[ends[text[i]!]!++] = text[i + 1]!;
  return (context) => after.subarray(context === 0 ? 0 : ends[context - 1], ends[context]);
}
