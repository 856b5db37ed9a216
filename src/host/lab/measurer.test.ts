import { describe, expect, it, vi } from 'vitest';
import type { MeasuredSteps } from '../../protocol/preview';
import type { Inspector } from './inspector';
import { Measurer } from './measurer';

vi.mock('vscode', () => ({ CancellationError: class CancellationError extends Error {} }));

const params = { path: '', text: '', engine: 'auto', kernels: 'auto', threads: 0 } as const;

/** Inspectors whose answers the test gives; one that is disposed fails what it was asked. */
function inspectors() {
  const made: { answer(stepMs: number): void; isDisposed: boolean }[] = [];
  const make = (): Inspector => {
    const own: { answer(stepMs: number): void; isDisposed: boolean } = {
      answer: (): void => undefined,
      isDisposed: false,
    };
    made.push(own);
    let fail: (error: Error) => void;
    return {
      call: () =>
        new Promise<MeasuredSteps>((resolve, reject) => {
          own.answer = (stepMs) => resolve({ stepMs } as MeasuredSteps);
          fail = reject;
        }),
      dispose: () => {
        own.isDisposed = true;
        fail(new Error('the process ended'));
      },
    } as unknown as Inspector;
  };
  return { made, measurer: new Measurer(make) };
}

describe('measuring', () => {
  it('has a process of its own, which ends with the answer', async () => {
    const { made, measurer } = inspectors();
    const answer = measurer.measure(params, new AbortController().signal);
    await vi.waitFor(() => expect(made).toHaveLength(1));
    made[0]!.answer(4);
    expect(await answer).toMatchObject({ stepMs: 4 });
    expect(made[0]!.isDisposed).toBe(true);
  });

  it('is cancelled by ending the process, in the middle of a step too', async () => {
    const { made, measurer } = inspectors();
    const stop = new AbortController();
    const answer = measurer.measure(params, stop.signal);
    await vi.waitFor(() => expect(made).toHaveLength(1));
    stop.abort();
    await expect(answer).rejects.not.toThrow('the process ended');
    expect(made[0]!.isDisposed).toBe(true);
  });

  it('is done once at a time; what is cancelled before its turn starts no process', async () => {
    const { made, measurer } = inspectors();
    const stop = new AbortController();
    const first = measurer.measure(params, new AbortController().signal);
    const second = measurer.measure(params, stop.signal);
    const third = measurer.measure(params, new AbortController().signal);
    await vi.waitFor(() => expect(made).toHaveLength(1));
    stop.abort();
    made[0]!.answer(1);
    await first;
    await expect(second).rejects.toThrow();
    await vi.waitFor(() => expect(made).toHaveLength(2));
    made[1]!.answer(3);
    expect(await third).toMatchObject({ stepMs: 3 });
  });
});
