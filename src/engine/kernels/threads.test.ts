import { expect, it } from 'vitest';
import { expectClose, expectSame } from './testing/compare';
import { Generator } from './testing/generator';
import { openTargets } from './testing/openTargets';
import type { Quantities } from './testing/quantities';
import { trainedQuantities } from './testing/training';
import { drawCase } from './testing/windowCase';

const generator = new Generator(3);
const embedded = { input: { vocabulary: 19, embedding: 11 }, outputs: 19 };
const cases = [
  {
    shape: {
      ...embedded,
      layers: [
        { cell: 'lstm', units: 37 },
        { cell: 'gru-after-keep', units: 17 },
      ],
    },
    batch: 7,
    time: 9,
  },
  { shape: { ...embedded, layers: [{ cell: 'gru-before-replace', units: 70 }] }, batch: 2, time: 3 },
  { shape: { input: { vocabulary: 23 }, outputs: 23, layers: [{ cell: 'elman-tanh', units: 40 }] }, batch: 3, time: 6 },
  { shape: { input: { features: 6 }, outputs: 5, layers: [{ cell: 'lstm', units: 20 }] }, batch: 9, time: 4 },
  {
    shape: {
      ...embedded,
      layers: [
        { cell: 'lstm-full-sigmoid', units: 21 },
        { cell: 'lstm-diagonal', units: 35 },
        { cell: 'elman-sigmoid', units: 9 },
      ],
    },
    batch: 6,
    time: 5,
    rates: [0.3, 0.6],
  },
].map((outline) => drawCase(generator, outline as Parameters<typeof drawCase>[1]));

/** What training gives, by the name of the target. */
async function trained(threads: number): Promise<Map<string, Quantities[]>> {
  const all = new Map<string, Quantities[]>();
  for (const { name, kernels } of await openTargets(threads)) {
    if (!kernels) continue;
    all.set(
      name,
      cases.map((of) => trainedQuantities(kernels, of)),
    );
    kernels.dispose();
  }
  return all;
}

const alone = await trained(1);

it.each([2, 3, 4])('training on %i threads gives the bits of training on one', async (threads) => {
  for (const [name, quantities] of await trained(threads)) {
    quantities.forEach((own, i) => expectSame(own, alone.get(name)![i]!, cases[i]!.name, { target: name, threads }));
  }
});

it('all targets train to the same numbers', () => {
  const [first, ...others] = [...alone];
  expect(first).toBeDefined();
  for (const [name, quantities] of others) {
    quantities.forEach((own, i) => expectClose(own, first![1][i]!, `${name}: ${cases[i]!.name}`));
  }
});
