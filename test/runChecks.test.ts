import { afterEach, beforeEach, expect, it, vi, type MockInstance } from 'vitest';
import { runChecks, summarise } from '../scripts/checks/runChecks.mjs';

let written: MockInstance<typeof process.stdout.write>;
beforeEach(() => {
  written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => written.mockRestore());

const lines = () => written.mock.calls.map(([text]) => String(text)).join('').trim().split('\n'); // prettier-ignore
const finding = (passed: number, failed = 0) => ({ run: () => Promise.resolve({ passed, failed }) });

it('checks run side by side, and the last line counts what all have found', async () => {
  let meet = (): void => undefined;
  const met = new Promise<void>((resolve) => (meet = resolve));
  const first = { run: () => met.then(() => ({ passed: 2, failed: 0, skipped: 1 })) };
  const second = {
    run: () => Promise.resolve(meet()).then(() => ({ passed: 3, failed: 0, files: { 'a.test.ts': 4 } })),
  };
  expect(summarise(await runChecks({ first, second }), 5)).toBe(true);
  expect(lines().at(-1)).toBe('5 passed, 0 failed, 1 skipped');
  expect(lines()).toContain('The slowest files: a.test.ts 4.0 s.');
});

it('what comes after a check that has failed is not begun, and what does not is', async () => {
  const late = vi.fn(finding(1).run);
  const done = await runChecks({ build: finding(0, 1), late: { run: late, after: ['build'] }, other: finding(1) });
  expect(late).not.toHaveBeenCalled();
  expect(done.map(({ name }) => name).sort()).toEqual(['build', 'late', 'other']);
  expect(summarise(done, 1)).toBe(false);
  expect(lines()).toContain('== late: not begun, as build failed');
  expect(lines().at(-1)).toBe('1 passed, 1 failed');
});

it('a check that breaks off is a failure, and says why', async () => {
  const broken = { run: () => Promise.reject(new Error('no such program')) };
  expect(summarise(await runChecks({ broken, right: finding(1) }), 1)).toBe(false);
  expect(lines().join('\n')).toContain('Error: no such program');
  expect(lines().at(-1)).toBe('1 passed, 1 failed');
});
