import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { MeasuredSteps, NetworkPreview, Timing } from '../../protocol/preview';
import type { Measurer } from '../lab/measurer';
import type { Runs } from '../lab/runs';
import { PreviewTiming } from './previewTiming';

const workspace = vi.hoisted(() => ({
  isTrusted: true,
  getConfiguration: () => ({ get: (_: string, preset: unknown) => preset }),
}));
vi.mock('vscode', () => ({ workspace, l10n: { t: (text: string) => text } }));

const file = { path: 'a.unroll.json', text: '{}' };
const preview = (stepsPerEpoch: number, units = 8): NetworkPreview =>
  ({
    experiment: { model: { layers: [{ units }] }, training: { batch: 2, window: 4 } },
    vocabulary: 5,
    stepsPerEpoch,
  }) as unknown as NetworkPreview;

/** A measurement that ends when the test wants it to. */
interface Asked {
  signal: AbortSignal;
  answer(stepMs: number): void;
  fail(): void;
}

let told: Timing[];
let asked: Asked[];
let timing: PreviewTiming;
beforeEach(() => {
  workspace.isTrusted = true;
  [told, asked] = [[], []];
  const measure = (_: unknown, signal: AbortSignal): Promise<MeasuredSteps> =>
    new Promise((resolve, reject) =>
      asked.push({
        signal,
        answer: (stepMs) => resolve({ stepMs, steps: 9, epochMs: 0 } as MeasuredSteps),
        fail: () => reject(new Error('no memory')),
      }),
    );
  const runs = { all: () => [] } as unknown as Runs;
  timing = new PreviewTiming({ measure } as unknown as Measurer, runs, (each) => told.push(each));
});

const states = (): string[] => told.map(({ state }) => state);

describe('the time of a step in a preview', () => {
  it('is being measured, then measured', async () => {
    const done = timing.measure(file, preview(10));
    expect(states()).toEqual(['measuring']);
    asked[0]!.answer(3);
    await done;
    expect(told.at(-1)).toMatchObject({ state: 'measured', measured: { stepMs: 3 } });
  });

  it('is not measured again for the same network; the epoch is that of the steps now', async () => {
    const done = timing.measure(file, preview(10));
    asked[0]!.answer(3);
    await done;
    await timing.measure(file, preview(20));
    expect(asked).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ state: 'measured', measured: { stepMs: 3, epochMs: 60 } });
    timing.forget();
    void timing.measure(file, preview(20));
    expect(asked).toHaveLength(2);
  });

  it('is forgotten where it is cancelled, which ends the measurement', async () => {
    const done = timing.measure(file, preview(10));
    timing.cancel();
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[0]!.answer(3);
    await done;
    expect(states()).toEqual(['measuring', 'cancelled']);
  });

  it('is that of the newest network only', async () => {
    const first = timing.measure(file, preview(10, 8));
    const second = timing.measure(file, preview(10, 16));
    expect(asked[0]!.signal.aborted).toBe(true);
    asked[0]!.answer(3);
    asked[1]!.answer(7);
    await Promise.all([first, second]);
    expect(told.filter(({ state }) => state === 'measured')).toMatchObject([{ measured: { stepMs: 7 } }]);
  });

  it('is told with the reason where there is none', async () => {
    const done = timing.measure(file, preview(10));
    asked[0]!.fail();
    await done;
    expect(told.at(-1)).toEqual({ state: 'failed', message: 'no memory' });
    workspace.isTrusted = false;
    await timing.measure(file, preview(10));
    expect(asked).toHaveLength(1);
    expect(told.at(-1)).toMatchObject({ state: 'failed', message: expect.stringContaining('trust') });
  });
});
