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
    run.appendStep({ ...stepLine(2), loss: 'Infinity', gradientNorm: 'NaN' });
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
        stepMs: new Float64Array([12.345, 12.345]),
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

it('100,000 steps are read in well under half a second, and nothing waits for the reader over 20 ms', async () => {
  for (let step = 1; step <= 100_000; step++) run.appendStep(stepLine(step));
  for (let step = 20; step <= 100_000; step += 20) run.appendReach(step, new Float32Array(4));
  await run.flush();
  const reading = await readWatched();
  expect(reading.update?.steps.step.length).toBe(100_000);
  expect(reading.update?.steps.loss[99_999]).toBe(1 / 100_000);
  expect(reading.update?.reach.length).toBe(5_000 * 5);
  expect(reading.computedMs).toBeLessThan(500);
  expect(reading.longestTurnMs).toBeLessThan(20);
});

/** Reads all from the beginning; times are of the processor, so that other work of this machine is not in them. */
async function readWatched() {
  const turns: number[] = [];
  let isReading = true;
  const begin = process.cpuUsage();
  let last = begin;
  const turn = () => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    turns.push((user + system) / 1000);
    if (isReading) setImmediate(turn);
  };
  setImmediate(turn);
  const update = await new RunReader(run.directory).read();
  isReading = false;
  const { user, system } = process.cpuUsage(begin);
  return { update, computedMs: (user + system) / 1000, longestTurnMs: Math.max(...turns) };
}
