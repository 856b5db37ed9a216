import { expect, it } from 'vitest';
import { plainFormula, type Letter } from '../../protocol/equations/formula';
import { carryOut } from '../../protocol/equations/testing/compute';
import { clipFormulas } from '../../protocol/equations/training/clip';
import { trainingLetters } from '../../protocol/equations/training/letters';
import { optimiserFormulas } from '../../protocol/equations/training/optimiser';
import type { OptimiserOptions } from '../../protocol/experiment';
import { notations, type Notation } from '../../protocol/notation';
import { Golden } from '../model/testing/golden';
import { experimentOf } from '../model/testing/text';
import { optimiserCases } from './testing/optimiserCases';

/*
 * The equations of optimisers that are shown, carried out as they stand, against PyTorch.
 */

const golden = new Golden('optimisers.safetensors');
const size = 15;
const plain = (letter: Letter): string => plainFormula([letter]);

/** What the letters of a source are before the first step. */
function beginning(options: OptimiserOptions, notation: Notation): Map<string, number> {
  const letters = trainingLetters[notation];
  const [beta1, beta2] = 'betas' in options ? options.betas : [];
  const numbers = { ...options, rate: options.learningRate, decay: options.weightDecay, beta1, beta2 };
  return new Map(
    Object.entries(letters).flatMap(([name, letter]: [string, Letter]) => {
      const value = (numbers as Record<string, unknown>)[name];
      return typeof value === 'number' ? [[plain(letter), value] as const] : [];
    }),
  );
}

/** A parameter after each of the gradients. */
function learned(options: OptimiserOptions, notation: Notation, start: number, gradients: number[]): number[] {
  const { w, g } = trainingLetters[notation];
  const known = beginning(options, notation).set(plain(w), start);
  const steps = optimiserFormulas(options, notation).slice(0, -1); // the last one says the numbers
  return gradients.map((gradient, i) => {
    known.set(plain(g), gradient);
    const valueOf = (letter: Letter) =>
      letter.above === 't'
        ? known.get(plain({ ...letter, above: undefined }))! ** (i + 1)
        : (known.get(plain(letter)) ?? 0);
    carryOut(steps, valueOf, (letter, value) => known.set(plain(letter), value));
    return known.get(plain(w))!;
  });
}

it.each(optimiserCases)('%s is shown as PyTorch computes it, in the letters of each source', (name, optimiser) => {
  const { training } = experimentOf({}, { optimiser: { ...optimiser, learningRate: 0.01 } });
  const expected = golden.numbers(name);
  for (const notation of notations)
    for (const at of [0, 1, 7]) {
      const gradients = Array.from({ length: 60 }, (_, step) => golden.numbers('gradients')[step * size + at]!);
      const found = learned(training.optimiser, notation, golden.numbers('parameter')[at]!, gradients);
      found.forEach((value, step) => expect(value).toBeCloseTo(expected[step * size + at]!, 9));
    }
});

it('clipping is shown as it is computed, of a gradient of one number', () => {
  const clipped = (clip: Parameters<typeof clipFormulas>[0], gradient: number): number => {
    const known = new Map([
      ['g', gradient],
      ['v', 0.5],
    ]);
    const [step] = clipFormulas(clip, 'pytorch');
    carryOut(
      [step!],
      (letter) => known.get(letter.letter)!,
      (letter, value) => known.set(letter.letter, value),
    );
    return known.get('g')!;
  };
  for (const clip of [{ norm: 0.5 }, { value: 0.5 }])
    expect([3, -3, 0.2].map((gradient) => clipped(clip, gradient))).toEqual([0.5, -0.5, 0.2]);
});
