import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Disk } from './disk';
import { disk } from './disk';
import { exampleRun, stepLine, temporaryFolder } from './fixtures/exampleRun';
import { readRecord } from './runRecord';
import type { RunWriter } from './runWriter';
import { WriteFailure } from './writeFailure';

let folder: string;
let isFull: boolean;
beforeEach(async () => {
  folder = await temporaryFolder();
  isFull = false;
});

/** The real disk until it is full; then half of what is appended still lands, as on a real one. */
const filling: Disk = {
  replace: (path, content) => (isFull ? Promise.reject(full(path)) : disk.replace(path, content)),
  writeAt: async (path, bytes, position) => {
    if (!isFull) return disk.writeAt(path, bytes, position);
    await disk.writeAt(path, bytes.subarray(0, bytes.length / 2), position);
    throw full(path);
  },
};
const full = (path: string) => WriteFailure.of(path, Object.assign(new Error(), { code: 'ENOSPC' }));

const checkpoints = (run: RunWriter) => readdir(join(run.directory, 'checkpoints')).then((files) => files.sort());
const steps = (run: RunWriter) => run.record.checkpoints.map(({ step }) => step);

describe('appended data', () => {
  it('is in its files after a flush: JSON lines, and float32 records led by their step', async () => {
    const run = await exampleRun(folder);
    run.appendStep({ ...stepLine(1), loss: 'NaN' });
    run.appendValidation({ step: 1, validationLoss: 2 });
    run.appendSample({ step: 1, temperature: 0.5, text: 'ü\n' });
    run.appendReach(1, new Float32Array([1, 0.5, 0.25, 0.125]));
    await run.flush();
    const read = (file: string) => readFile(join(run.directory, file));
    const lines = (await read('metrics.jsonl')).toString().split('\n');
    expect(JSON.parse(lines[0]!)).toEqual({ ...stepLine(1), loss: 'NaN' });
    expect(lines.slice(1)).toEqual(['{"step":1,"validationLoss":2}', '']);
    expect((await read('samples.jsonl')).toString()).toBe('{"step":1,"temperature":0.5,"text":"ü\\n"}\n');
    expect([...new Float32Array(new Uint8Array(await read('reach.f32')).buffer)]).toEqual([1, 1, 0.5, 0.25, 0.125]);
  });

  it('is neither lost, torn nor doubled by a disk that is full for a while', async () => {
    const run = await exampleRun(folder, {}, filling);
    run.appendStep(stepLine(1));
    await run.flush();
    isFull = true;
    run.appendStep(stepLine(2));
    await expect(run.flush()).rejects.toThrow('the disk is full');
    run.appendStep(stepLine(3));
    isFull = false;
    await run.flush();
    const lines = (await readFile(join(run.directory, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([1, 2, 3].map(stepLine));
  });
});

describe('checkpoints', () => {
  it('are kept when they are of the last three or the best; foreign files are left alone', async () => {
    const run = await exampleRun(folder);
    await writeFile(join(run.directory, 'checkpoints', 'mine.safetensors'), 'x');
    for (const step of [1, 2, 3, 4, 5, 6]) {
      if (step === 2) run.note({ best: { step, validationLoss: 1 } });
      await run.writeCheckpoint(Buffer.from(`weights of ${step}`), step, 1);
    }
    expect(steps(run)).toEqual([2, 4, 5, 6]);
    expect(run.record.checkpoints.map(({ isBest }) => isBest)).toEqual([true, false, false, false]);
    expect(await checkpoints(run)).toEqual(['mine.safetensors', ...[2, 4, 5, 6].map((n) => `step-${n}.safetensors`)]);
    expect((await readRecord(run.directory)).checkpoints).toEqual(run.record.checkpoints);
  });

  it('of a step that is trained again take the place of the former one', async () => {
    const run = await exampleRun(folder);
    for (const weights of ['first', 'second']) await run.writeCheckpoint(Buffer.from(weights), 7);
    expect(steps(run)).toEqual([7]);
    expect(await readFile(join(run.directory, 'checkpoints', 'step-7.safetensors'), 'utf8')).toBe('second');
  });

  it('stay as they are while the disk is full, and the next one is pruned as usual', async () => {
    const run = await exampleRun(folder, {}, filling);
    for (const step of [1, 2, 3]) await run.writeCheckpoint(Buffer.from('weights'), step);
    isFull = true;
    await expect(run.writeCheckpoint(Buffer.from('weights'), 4)).rejects.toThrow('the disk is full');
    expect(await checkpoints(run)).toEqual([1, 2, 3].map((n) => `step-${n}.safetensors`));
    isFull = false;
    await run.writeCheckpoint(Buffer.from('weights'), 4);
    expect(await checkpoints(run)).toEqual([2, 3, 4].map((n) => `step-${n}.safetensors`));
  });

  it('leave no temporary file when they cannot be written', async () => {
    const run = await exampleRun(folder);
    const file = join(run.directory, 'checkpoints', 'step-1.safetensors');
    const replaced = disk.replace(join(file, 'inside'), 'a file in a folder that is not there');
    await expect(replaced).rejects.toThrow('its folder is gone');
    expect(await checkpoints(run)).toEqual([]);
  });
});

it('whoever reads run.json while it is written again and again reads it whole', async () => {
  const run = await exampleRun(folder);
  let isWriting = true;
  const writing = (async () => {
    for (let step = 1; step <= 60; step++) await run.update({ step, trainedMs: 10 ** (step % 12) });
    isWriting = false;
  })();
  let reads = 0;
  for (; isWriting; reads++) await readRecord(run.directory); // throws where it is torn
  await writing;
  expect(reads).toBeGreaterThan(5);
  expect((await readRecord(run.directory)).step).toBe(60);
});
