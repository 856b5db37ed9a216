import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Experiment } from '../../../protocol/experiment';
import { Vocabulary } from '../../data/vocabulary';
import { parametersOf } from '../../weights/parameters';
import { readWeights } from '../../weights/readWeights';
import { Golden, layersOf, type GoldenModel } from '../../model/testing/golden';
import { ReadText, SymbolNumbers } from '../reading/readText';
import { SymbolText } from '../reading/symbolText';
import { tracedModelOf, type TracedModel } from '../passes/tracedModel';

/** Names of all golden traces. */
export const goldenTraces = readdirSync(join(import.meta.dirname, '../../../../test/golden/traces'))
  .filter((file) => file.endsWith('.safetensors'))
  .map((file) => file.replace('.safetensors', ''));

/** A golden trace: the numbers, the weights and the text, whose symbols are letters. */
export interface GoldenTrace {
  golden: Golden;
  model: Experiment['model'];
  vocabulary: Vocabulary;
  values: Float32Array;
  symbols: Int32Array;
  text: string;
  positions: Int32Array;
}

export function readGoldenTrace(name: string): GoldenTrace {
  const golden = new Golden(`traces/${name}.safetensors`);
  const { model: options } = golden.metadata<{ model: GoldenModel }>('trace');
  const model = { input: options.input, layers: layersOf(options) };
  const vocabulary = lettersOf(options.vocabulary);
  const values = readWeights(golden.under('weights.'), parametersOf(model, options.vocabulary));
  const symbols = golden.integers('symbols');
  return {
    golden,
    model,
    vocabulary,
    values,
    symbols,
    text: vocabulary.decode(symbols),
    positions: golden.integers('positions'),
  };
}

/** A model and a text of the golden trace, as the engine that runs computes it. */
export function open({ model, vocabulary, values, text }: GoldenTrace): { traced: TracedModel; read: ReadText } {
  const read = new ReadText(new SymbolText(text), new SymbolNumbers(vocabulary));
  return { traced: tracedModelOf(model, vocabulary.size, values), read };
}

const lettersOf = (count: number) =>
  new Vocabulary(Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i)));
