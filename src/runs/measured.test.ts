import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleRun, stepLine, temporaryFolder } from './fixtures/exampleRun';
import { readMeasured } from './measured';

async function runWith(lines: object[]): Promise<string> {
  const { directory } = await exampleRun(await temporaryFolder());
  await appendFile(join(directory, 'metrics.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return directory;
}

const validation = (step: number, validationLoss: number | string) => ({ step, validationLoss });

it('says what was measured by a step, and nothing of what came after it', async () => {
  const steps = [1, 2, 3, 4].map((step) => [stepLine(step), validation(step, 10 - step)]);
  const directory = await runWith(steps.flat());
  const { trainingLoss, last, best, validation: all } = await readMeasured(directory, 3);
  expect(trainingLoss).toBe(1 / 3);
  expect(last).toEqual(validation(3, 7));
  expect(best).toEqual(validation(3, 7));
  expect([...all]).toEqual([
    [1, 9],
    [2, 8],
    [3, 7],
  ]);
});

it('takes the first of equal losses as the best, and leaves out those that are no numbers', async () => {
  const losses = [5, 2, 2, 'NaN'].map((loss, index) => validation(index + 1, loss));
  const { last, best, validation: all } = await readMeasured(await runWith(losses), 9);
  expect([last, best]).toEqual([validation(3, 2), validation(2, 2)]);
  expect([...all.keys()]).toEqual([1, 2, 3, 4]);
});

it('forgets what a resumed run replaced', async () => {
  const first = [stepLine(1), stepLine(2), validation(2, 1), stepLine(3), validation(3, 0.5)];
  const directory = await runWith([...first, stepLine(2), validation(2, 1), stepLine(3)]);
  expect((await readMeasured(directory, 3)).best).toEqual(validation(2, 1));
});

it('knows the step of the last sampled text', async () => {
  const directory = await runWith([]);
  expect((await readMeasured(directory, 3)).sampledAt).toBeUndefined();
  const samples = [1, 3, 5].map((step) => `${JSON.stringify({ step, temperature: 1, text: 'a' })}\n`);
  await appendFile(join(directory, 'samples.jsonl'), samples.join(''));
  expect((await readMeasured(directory, 4)).sampledAt).toBe(3);
});
