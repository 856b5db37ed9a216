import { experimentSchema, type Experiment } from '../../../protocol/experiment';
import type { Dataset } from '../../tasks/languageModel/dataset';
import { Vocabulary } from '../../data/vocabulary';

/** A text in memory as a dataset; nine tenths train and the rest validates. */
export function datasetOf(text: string, trainingShare = 0.9): Dataset {
  const symbols = [...text];
  const end = Math.floor(trainingShare * symbols.length);
  const known = [...new Set(symbols.slice(0, end))].sort();
  const isComplete = symbols.every((symbol) => known.includes(symbol));
  const vocabulary = new Vocabulary(isComplete ? known : [...known, '']);
  const [training, validation] = [symbols.slice(0, end), symbols.slice(end)].map((part) =>
    vocabulary.encode(part.join('')),
  );
  return {
    path: 'text.txt',
    bytes: text.length,
    sha256: '',
    vocabulary,
    training: training!,
    validation: validation!,
    test: new Int32Array(),
  };
}

/** A small experiment; what is given takes the place of the defaults. */
export function experimentOf(model: object, training: object = {}): Experiment {
  return experimentSchema.parse({
    data: { path: 'text.txt' },
    model: { input: { embedding: 4 }, layers: [{ cell: 'lstm', units: 6 }], ...model },
    training: { batch: 3, window: 8, ...training },
  });
}

/** A text without an obvious pattern, over the letters a to h. */
export function scramble(length: number): string {
  let state = 1;
  return Array.from({ length }, () => 'abcdefgh'[(state = (state * 75 + 74) % 65537) % 8]).join('');
}

/** Records nothing beside a step. */
export const plain = { profile: false, reach: false };
