import { appendFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunUpdate } from '../protocol/trainingPanel';
import { exampleRun, stepLine, temporaryFolder } from './fixtures/exampleRun';
import { RunReader } from './runReader';
import type { RunWriter } from './runWriter';

let run: RunWriter;
let reader: RunReader;
let metrics: string;
beforeEach(async () => {
  run = await exampleRun(await temporaryFolder());
  reader = new RunReader(run.directory);
  metrics = join(run.directory, 'metrics.jsonl');
});

const json = (value: unknown) => JSON.stringify(value) + '\n';
const stepsOf = (update: RunUpdate | undefined) => [...(update?.steps.step ?? [])];

describe('a reader of a run', () => {
  it('gets everything once, as columns, records and samples', async () => {
    run.appendStep(stepLine(1));
    run.appendValidation({ step: 1, validationLoss: 1.5 });
    run.appendStep({ ...stepLine(2), loss: 'Infinity', gradientNorm: 'NaN', nonFinite: 'randomStep' });
    run.appendProfile(1, new Float32Array([1, 2, 3, 4]));
    run.appendReach(1, new Float32Array([1, 0.5, 0.25, 0.125]));
    run.appendSample({ step: 2, temperature: 0.8, text: 'Wal – Ω\n"' });
    await run.flush();
    expect(await reader.read()).toEqual({
      steps: {
        step: new Float64Array([1, 2]),
        epoch: new Float64Array([1, 1]),
        loss: new Float64Array([1, Infinity]),
        gradientNorm: new Float64Array([0.123456789, NaN]),
        clippedNorm: new Float64Array([0.123456789, 0.123456789]),
        learningRate: new Float64Array([0.002, 0.002]),
        regulariser: new Float64Array([NaN, NaN]),
        stepMs: new Float64Array([12.345, 12.345]),
        nonFinite: new Float64Array([0, 2]),
      },
      validation: { step: new Float64Array([1]), loss: new Float64Array([1.5]) },
      profile: new Float32Array([1, 1, 2, 3, 4]),
      reach: new Float32Array([1, 1, 0.5, 0.25, 0.125]),
      samples: [{ step: 2, temperature: 0.8, text: 'Wal – Ω\n"' }],
    });
    expect(await reader.read()).toBeUndefined();
  });

  it('gets only what was added since', async () => {
    run.appendStep(stepLine(1));
    await run.flush();
    await reader.read();
    run.appendStep(stepLine(2));
    run.appendProfile(2, new Float32Array(4));
    await run.flush();
    const update = await reader.read();
    expect(stepsOf(update)).toEqual([2]);
    expect(update?.profile[0]).toBe(2);
  });

  it('waits for the rest of a torn line and of a torn record', async () => {
    const line = json(stepLine(1));
    await writeFile(metrics, line.slice(0, 20));
    const record = new Uint8Array(new Float32Array([1, 2, 3, 4, 5]).buffer);
    await writeFile(join(run.directory, 'reach.f32'), record.subarray(0, 11));
    expect(await reader.read()).toBeUndefined();
    await appendFile(metrics, line.slice(20) + '{"step":2');
    await appendFile(join(run.directory, 'reach.f32'), record.subarray(11));
    const update = await reader.read();
    expect(stepsOf(update)).toEqual([1]);
    expect([...(update?.reach ?? [])]).toEqual([1, 2, 3, 4, 5]);
    await truncate(metrics, line.length); // what opening a killed run does
    await appendFile(metrics, json(stepLine(3)));
    expect(stepsOf(await reader.read())).toEqual([3]);
  });

  it('skips lines that are not ours', async () => {
    const foreign = ['', 'null', '[1]', '{"step":"1"}', '{"step":5}', '<<<<<<< HEAD', '{"step":1,"loss":{}}', '\u0000'];
    await writeFile(metrics, json(stepLine(1)) + foreign.map((line) => `${line}\n`).join('') + json(stepLine(2)));
    expect(stepsOf(await reader.read())).toEqual([1, 2]);
  });

  it('passes on steps that go back, as a resumed run writes them', async () => {
    for (const step of [1, 2, 3, 2, 3, 4]) run.appendStep(stepLine(step));
    await run.flush();
    expect(stepsOf(await reader.read())).toEqual([1, 2, 3, 2, 3, 4]);
  });

  it('forgets what was measured after the checkpoint that the run went on from', async () => {
    const measured = (step: number) => json({ step, validationLoss: step });
    await writeFile(
      metrics,
      [1, 2, 3, 2, 3].map((step) => json(stepLine(step)) + (step === 3 ? '' : measured(step))).join(''),
    );
    expect([...((await reader.read())?.validation.step ?? [])]).toEqual([1, 2]);
    const older = [1, 2, 3].map((step) => json(stepLine(step)) + measured(step)).join('');
    await writeFile(metrics, older + json(stepLine(2)));
    expect([...((await new RunReader(run.directory).read())?.validation.step ?? [])]).toEqual([1]);
  });

  it('begins anew with a file that was replaced by a shorter one', async () => {
    for (const step of [1, 2, 3]) run.appendStep(stepLine(step));
    await run.flush();
    await reader.read();
    await writeFile(metrics, json(stepLine(1)));
    expect(stepsOf(await reader.read())).toEqual([1]);
  });

  it('reads lines longer than what it reads at once', async () => {
    const text = 'é'.repeat(300_000);
    run.appendSample({ step: 1, temperature: 1, text });
    run.appendSample({ step: 2, temperature: 1, text: 'short' });
    await run.flush();
    expect((await reader.read())?.samples.map((sample) => sample.text)).toEqual([text, 'short']);
  });
});

it('a long run is read whole, and other work of the process gets its turns meanwhile', async () => {
  for (let step = 1; step <= 100_000; step++) run.appendStep(stepLine(step));
  for (let step = 20; step <= 100_000; step += 20) run.appendReach(step, new Float32Array(4));
  await run.flush();
  let turns = 0;
  const turn = setInterval(() => turns++, 0);
  const update = await reader.read();
  clearInterval(turn);
  expect(update?.steps.step.length).toBe(100_000);
  expect(update?.steps.loss[99_999]).toBe(1 / 100_000);
  expect(update?.reach.length).toBe(5_000 * 5);
  expect(turns).toBeGreaterThan(10);
});
