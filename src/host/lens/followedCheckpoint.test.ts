import { expect, it } from 'vitest';
import type { RunRecord } from '../../protocol/run';
import type { ListedRun } from '../../runs/listRuns';
import { followedCheckpoint } from './followedCheckpoint';

const checkpoint = (step: number, isBest = false) => ({ step, file: `step-${step}.safetensors`, isBest });
const run = {
  record: { checkpoints: [checkpoint(10), checkpoint(20, true), checkpoint(30)] } as RunRecord,
} as ListedRun;
const on = (which: string) => followedCheckpoint({ directory: '/r', checkpoint: which }, run);

it('is the newest, or the best one so far; a lens on one checkpoint or on weights follows none', () => {
  expect(on('last')).toBe('step-30.safetensors');
  expect(on('best')).toBe('step-20.safetensors');
  expect(on('step-10.safetensors')).toBeUndefined();
  expect(followedCheckpoint({ experimentPath: '/e', weightsPath: '/w' }, run)).toBeUndefined();
});

it('is the newest for a run that never validated, and none for one without checkpoints', () => {
  const young = { record: { checkpoints: [checkpoint(10)] } as RunRecord } as ListedRun;
  expect(followedCheckpoint({ directory: '/r', checkpoint: 'best' }, young)).toBe('step-10.safetensors');
  expect(followedCheckpoint({ directory: '/r', checkpoint: 'last' }, undefined)).toBeUndefined();
});
