import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { kernelsDirectory } from './kernelFiles';
import { probes } from './probes';
import { kernelCells, type NetworkShape } from './shape';
import { expectClose } from './testing/compare';
import { Generator } from './testing/generator';
import { describeTargets, openTargets } from './testing/openTargets';
import { kernelQuantities, referenceQuantities, type Quantities } from './testing/quantities';
import { drawAnyCase, drawCase, type CaseOutline, type WindowCase } from './testing/windowCase';

const lstm = (units: number) => ({ cell: 'lstm' as const, units });
const symbols = (vocabulary: number, embedding?: number) => ({ input: { vocabulary, embedding }, outputs: vocabulary });

/** Sizes at the edges of vectors, tiles and tables, and every cell. */
const outlines: CaseOutline[] = [
  ...kernelCellShapes(),
  { shape: { ...symbols(7, 5), layers: [lstm(1)] }, batch: 1, time: 1 },
  { shape: { ...symbols(7, 5), layers: [{ cell: 'lstm-diagonal-sigmoid', units: 1 }] }, batch: 1, time: 1 },
  { shape: { ...symbols(7), layers: [{ cell: 'lstm-full', units: 1 }] }, batch: 1, time: 2, hasInitialState: true },
  { shape: { ...symbols(9, 4), layers: [{ cell: 'lstm-full-sigmoid', units: 33 }] }, batch: 7, time: 5 },
  { shape: { ...symbols(9, 4), layers: [lstm(17), lstm(5), lstm(20)] }, batch: 7, time: 5, rates: [0.5, 0.2] },
  {
    shape: { input: { features: 3 }, layers: [{ cell: 'gru-before-keep', units: 33 }, lstm(4)] },
    batch: 37,
    time: 6,
    rates: [0.3],
    hasInitialState: true,
  },
  { shape: { ...symbols(9, 4), layers: [{ cell: 'lstm-diagonal', units: 31 }] }, batch: 41, time: 7, from: 3 },
  { shape: { ...symbols(2), layers: [lstm(3)] }, batch: 1, time: 5, hasInitialState: true },
  { shape: { ...symbols(90, 20), layers: [lstm(17)] }, batch: 3, time: 4, from: 2 },
  { shape: { ...symbols(200), layers: [{ cell: 'gru-after-keep', units: 9 }] }, batch: 2, time: 3 },
  { shape: { ...symbols(4200, 3), layers: [lstm(2)] }, batch: 3, time: 2 },
  { shape: { ...symbols(1100), layers: [{ cell: 'elman-tanh', units: 3 }] }, batch: 2, time: 2 },
  { shape: { ...symbols(5, 3), layers: [lstm(5)] }, batch: 33, time: 9, hasInitialState: true },
  { shape: { ...symbols(65, 24), layers: [lstm(100)] }, batch: 5, time: 3, from: 1 },
  {
    shape: {
      ...symbols(11, 6),
      layers: [lstm(17), { cell: 'gru-before-keep', units: 5 }, { cell: 'elman-relu', units: 33 }],
    },
    batch: 3,
    time: 4,
    from: 1,
    hasInitialState: true,
  },
];

function kernelCellShapes(): CaseOutline[] {
  return kernelCells.flatMap((cell): CaseOutline[] => {
    const layers: NetworkShape['layers'] = [
      { cell, units: 17 },
      { cell, units: 6 },
    ];
    return [
      { shape: { ...symbols(13, 7), layers }, batch: 3, time: 5, from: 2, hasInitialState: true },
      { shape: { input: { features: 5 }, layers }, batch: 2, time: 4, hasInitialState: true },
    ];
  });
}

const generator = new Generator(1);
const named = outlines.map((outline) => drawCase(generator, outline));
const drawn = Array.from({ length: 60 }, () => drawAnyCase(generator));

const known = new Map<WindowCase, Quantities>();
function truth(of: WindowCase): Quantities {
  const quantities = known.get(of) ?? referenceQuantities(of);
  known.set(of, quantities);
  return quantities;
}

drawn.forEach(truth); // here, where no test's time is spent on it
const targets = await openTargets();
afterAll(() => targets.forEach(({ kernels }) => kernels?.dispose()));

it('every build that was made opens, but for relaxed SIMD on a Node that has none', () => {
  const manifest = JSON.parse(readFileSync(join(kernelsDirectory(), 'manifest.json'), 'utf8')) as { files: object };
  const made = targets.filter(({ file }) => file in manifest.files);
  const closed = made.filter(({ kernels }) => !kernels);
  expect(made).not.toEqual([]);
  expect(closed.map(({ file }) => file)).toEqual(
    probes.simd() === 'relaxed' ? [] : made.map(({ file }) => file).filter((file) => file === 'relaxed.wasm'),
  );
});

describeTargets(targets, (kernels) => {
  it.each(named)('states, losses, gradients and norms are those of float64: $name', (of) => {
    expectClose(kernelQuantities(kernels, of), truth(of), of.name);
  });

  it('so they are for 60 networks drawn at random, in passes with and without room to spare', () => {
    drawn.forEach((of, i) => expectClose(kernelQuantities(kernels, of, i % 3), truth(of), `${i}: ${of.name}`));
  });
});
