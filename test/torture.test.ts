import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkpointPath } from '../src/runs/checkpointFiles';
import { exampleRun, stepLine } from '../src/runs/fixtures/exampleRun';
import { slope } from './torture/memory';
import { Progress } from './torture/progress';
import { differences, readContent } from './torture/runContent';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-test-torture-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('a torture that was interrupted goes on with the first case that is not done, and begins anew when all are', () => {
  const path = join(folder, 'kill.json');
  const first = Progress.open(path, 7, 3);
  for (const index of [0, 2]) first.note({ case: index, isRight: index === 0, words: 'torn' });
  first.save();
  const again = Progress.open(path, 7, 3);
  expect([again.from, again.outcomes.get(2)?.words]).toEqual([1, 'torn']);
  expect(Progress.open(path, 8, 3).from).toBe(0);
  again.note({ case: 1, isRight: true });
  again.save();
  expect(Progress.open(path, 7, 3).outcomes.size).toBe(0);
});

async function trained(steps: number[]) {
  const run = await exampleRun(folder);
  for (const step of steps) {
    run.appendStep({ ...stepLine(step), stepMs: Math.random() });
    run.appendSample({ step, temperature: 1, text: `text of ${step}` });
    run.appendReach(step, new Float32Array([step, 1, 2, 3]));
  }
  await run.flush();
  await run.writeCheckpoint(Buffer.from('weights'), 3);
  return run.directory;
}

it('a run that was resumed is compared by what is in force of it', async () => {
  const whole = await readContent(await trained([1, 2, 3]));
  expect(differences(await readContent(await trained([1, 2, 3, 2, 3])), whole)).toEqual([]);
});

it('what two runs differ in is found', async () => {
  const whole = await readContent(await trained([1, 2, 3]));
  const other = await trained([1, 2]);
  await writeFile(checkpointPath(other, 'step-3.safetensors'), 'weight!');
  expect(differences(await readContent(other), whole).sort()).toEqual(
    ['metrics.jsonl', 'reach.f32', 'samples.jsonl', 'step-3.safetensors'].sort(),
  );
  const doubled = await trained([1, 2, 3]);
  await appendFile(join(doubled, 'metrics.jsonl'), '{"step":3,"validationLoss":1}\n{"step":3,"validationLoss":1}\n');
  expect(differences(await readContent(doubled), whole)).toEqual(['metrics.jsonl']);
});

it('memory that grows has the slope that it grows by', () => {
  expect(slope([0, 1, 2, 3].map((x) => [x, 5 + 3 * x]))).toBeCloseTo(3, 12);
  expect(slope([[1, 1]])).toBe(0);
});
