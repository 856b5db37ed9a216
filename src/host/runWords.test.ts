import { describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../protocol/run';
import type { ListedRun } from '../runs/listRuns';
import { checkpointDescription, runDescription } from './runWords';

vi.mock('vscode', () => ({
  l10n: { t: (text: string, ...words: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(words[+at])) },
}));

const now = Date.parse('2026-03-01T12:00:00Z');

function run(state: ListedRun['state'], record: Partial<RunRecord> = {}): ListedRun {
  const updatedAt = state === 'running' ? '2026-03-01T12:00:00Z' : '2026-03-01T10:00:00Z';
  const whole = { state, step: 1000, totalSteps: 2450, validationLoss: 1.797, trainingLoss: 1.7, updatedAt, ...record };
  return { id: 'a-1', directory: '/a-1', number: 1, state, bytesOnDisk: 1.1e6, record: whole as RunRecord };
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('a run in a few words', () => {
  it.each([
    ['running', {}, '41 % · 1.80'],
    ['running', { updatedAt: '2026-03-01T11:58:20Z' }, '41 % · 1.80 · no step for 100 s'],
    ['running', { revived: { step: 990, from: 950, at: '', times: 1 } }, '41 % · 1.80 · went on by itself at 950'],
    ['paused', {}, 'paused at 41 % · 1.80'],
    ['finished', {}, '1.80 · 2 h · 1.1 MB'],
    ['stopped', {}, 'stopped · 1.80 · 2 h · 1.1 MB'],
    ['interrupted', { step: 640 }, 'interrupted at 640 · 2 h · 1.1 MB'],
    ['failed', { problem: { step: 412, parameter: 'head.bias', message: '', remedy: '' } }, 'not finite at 412 · 2 h'],
    ['failed', { problem: { step: 7, message: '', remedy: '' } }, 'failed at 7 · 2 h'],
  ] as const)('that is %s', (state, record, words) => {
    expect(plain(runDescription(run(state, record), now))).toBe(words);
  });

  it('has the training loss until the validation loss is measured', () => {
    expect(plain(runDescription(run('running', { validationLoss: undefined }), now))).toBe('41 % · 1.70');
  });

  it('leaves out a loss that is no number', () => {
    expect(plain(runDescription(run('finished', { validationLoss: NaN, trainingLoss: NaN }), now))).toBe(
      '2 h · 1.1 MB',
    );
  });

  it('that is damaged says so and no more', () => {
    expect(runDescription({ ...run('damaged'), record: undefined }, now)).toBe('damaged · 1.1 MB');
  });
});

describe('a checkpoint in a few words', () => {
  it('names the step of the best only: the others have it as their name', () => {
    const checkpoint = { step: 1000, file: 'x', validationLoss: 1.7461 };
    expect(checkpointDescription({ ...checkpoint, isBest: true })).toBe('step 1,000 · 1.746');
    expect(checkpointDescription({ ...checkpoint, isBest: false })).toBe('1.746');
  });
});
