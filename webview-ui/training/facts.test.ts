import { describe, expect, it } from 'vitest';
import { figures } from './figures';
import { modelWords, runFacts, timeLeftMs } from './facts';
import { shownState } from './runState';
import { sampleData, sampleUpdate, sampleValidation, stepsTo } from './testing/sampleRun';
import { firstView, restoredView, viewFor } from './viewState';

const at1000 = (run: object = {}) =>
  sampleData(sampleUpdate(stepsTo(1000), { validation: sampleValidation([1000, 1.79]) }), {
    run: { step: 1000, epoch: 3, trainedMs: 11_000, ...run },
  });

describe('the facts of a run', () => {
  it('say where it is, how long it takes, and what trains how', () => {
    const { now, setting } = runFacts(at1000());
    expect(now).toEqual(['step 1,000 of 2,450', 'epoch 3 of 5', '16 s left']);
    expect(setting).toEqual(['LSTM, 128 units, window 4, batch 32', 'Adam', 'native kernels (AVX-512), 2 threads']);
  });

  it('reckon the time left from recent steps and the time that measurements took', () => {
    expect(timeLeftMs(at1000())).toBeCloseTo(1450 * 10 * 1.1, 6);
    expect(timeLeftMs(sampleData(sampleUpdate([])))).toBeUndefined();
  });

  it('say what a paused run would take, and what of an ended one is kept', () => {
    expect(runFacts(at1000({ state: 'paused' })).now).toContain('about 16 s when resumed');
    const checkpoints = [{ step: 980, file: '980', isBest: true }];
    expect(runFacts(at1000({ state: 'interrupted', checkpoints })).now).toContain('weights of step 980 are kept');
    expect(runFacts(at1000({ state: 'finished', checkpoints })).now).toHaveLength(2);
  });

  it('name every layer where they differ', () => {
    const layers = (...cells: object[]) =>
      modelWords(cells.map((cell) => ({ bidirectional: false, dropout: 0, ...cell })) as never);
    expect(layers({ cell: 'elman', units: 64 }, { cell: 'elman', units: 64 })).toBe('2 × Elman, 64 units');
    expect(layers({ cell: 'lstm', units: 128 }, { cell: 'elman', units: 64 })).toBe('LSTM 128 → Elman 64');
  });
});

describe('the numbers of a run', () => {
  it('are bits, perplexity, speed, duration and checkpoint', () => {
    const data = at1000({
      checkpoints: [{ step: 1000, file: '1000', isBest: true }],
      best: { step: 1000, validationLoss: 1.79 },
    });
    expect(figures(data).map(({ value, unit }) => `${value} ${unit}`)).toEqual([
      '2.58 bits a character',
      '6.0 of 65 characters',
      '13,000 characters/s',
      '10.0 ms',
      '1,000 step, best so far',
    ]);
  });

  it('name the best checkpoint where it is an older one', () => {
    const data = at1000({
      checkpoints: [{ step: 1000, file: '1000', isBest: false }],
      best: { step: 800, validationLoss: 1 },
    });
    expect(figures(data).at(-1)?.unit).toBe('step, best 800');
  });

  it('take their place one by one as they come', () => {
    expect(figures(sampleData(sampleUpdate([])))).toEqual([]);
  });
});

it('a run without a step is starting', () => {
  expect(shownState(sampleData(sampleUpdate([])))).toBe('starting');
  expect(shownState(at1000())).toBe('running');
});

describe('choices', () => {
  it('survive a reload, and a broken memory does no harm', () => {
    const kept = { runId: 'a', directory: '/old', tab: 'profile', layer: 1, range: { from: 5, to: 9 } };
    expect(restoredView(kept, '/run')).toEqual({ ...kept, directory: '/run' });
    expect(restoredView({ tab: 'x', layer: -1, range: { from: 9, to: 5 } }, '/run')).toEqual({
      ...firstView,
      directory: '/run',
    });
    expect(restoredView(undefined, undefined)).toEqual(firstView);
  });

  it('of steps hold for one run only', () => {
    const view = { ...firstView, runId: 'a', layer: 2, range: { from: 5, to: 9 } };
    expect(viewFor(view, 'a', 3).range).toEqual({ from: 5, to: 9 });
    expect(viewFor(view, 'b', 1)).toEqual({ ...firstView, runId: 'b', range: undefined });
  });
});
