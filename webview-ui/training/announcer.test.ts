import { expect, it } from 'vitest';
import { newsOf } from './announcer';
import { sampleData, sampleReach, sampleUpdate, stepsTo } from './testing/sampleRun';
import { firstView } from './viewState';

const data = (...factors: number[]) =>
  sampleData(
    sampleUpdate(stepsTo(factors.length), {
      reach: sampleReach(...factors.map((f, i): [number, number] => [i + 1, f])),
    }),
  );

it('a verdict is news in its kind, without numbers that grow old', () => {
  expect(newsOf({ data: data(0.001), view: firstView })).toMatch(/\. Reach: vanishing\.$/);
  expect(newsOf({ data: data(0.002), view: firstView })).toBe(newsOf({ data: data(0.001), view: firstView }));
  expect(newsOf({ data: data(0.9), view: firstView })).toMatch(/Reach: alive\.$/);
});

it('and it is the verdict that is shown, of the last record in view', () => {
  const run = data(0.001, 0.9, 0.9, 0.9);
  const view = { ...firstView, range: { from: 1, to: 1 } };
  expect(newsOf({ data: run, view })).toMatch(/Reach: vanishing\.$/);
  expect(newsOf({ data: run, view: firstView })).toMatch(/Reach: alive\.$/);
});
