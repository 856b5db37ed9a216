import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RunRecord } from '../protocol/run';
import { deleteRun } from './deleteRun';
import { exampleRun, stepLine, temporaryFolder } from './fixtures/exampleRun';
import { listRuns } from './listRuns';
import { readRecord } from './runRecord';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

/** A whole safetensors file without tensors. */
const emptyCheckpoint = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}')]);

async function finishedRun(changes: Partial<RunRecord> = {}): Promise<string> {
  const run = await exampleRun(folder);
  run.appendStep(stepLine(1));
  await run.flush();
  await run.writeCheckpoint(emptyCheckpoint, 1);
  await run.update({ state: 'finished', step: 1, ...changes });
  return run.directory;
}

async function onlyRun() {
  const [run, ...others] = await listRuns(folder);
  expect(others).toEqual([]);
  return run!;
}

async function listening(path: string): Promise<() => void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return () => server.close();
}

describe('the list of runs', () => {
  it('is empty where nothing was trained', async () => {
    expect(await listRuns(folder)).toEqual([]);
  });

  it('shows each run with its state and size, the newest first', async () => {
    await finishedRun();
    await finishedRun({ state: 'stopped' });
    const runs = await listRuns(folder);
    expect(runs.map(({ id, number, state, wrong }) => ({ id, number, state, wrong }))).toEqual([
      { id: 'four-2', number: 2, state: 'stopped', wrong: undefined },
      { id: 'four-1', number: 1, state: 'finished', wrong: undefined },
    ]);
    const files = ['run.json', 'experiment.json', 'metrics.jsonl', 'checkpoints/step-1.safetensors'];
    const sizes = await Promise.all(files.map((file) => stat(join(runs[0]!.directory, file))));
    expect(runs[0]!.bytesOnDisk).toBe(sizes.reduce((sum, { size }) => sum + size, 0));
  });

  it('leaves out files that lie beside the runs', async () => {
    await finishedRun();
    await writeFile(join(folder, '.unroll', 'runs', 'notes.txt'), 'mine');
    expect((await onlyRun()).id).toBe('four-1');
  });

  it('shows a run whose process is gone as interrupted, and writes that down', async () => {
    const run = await exampleRun(folder, { processId: 2 ** 22 + 1 });
    expect((await onlyRun()).state).toBe('interrupted');
    expect((await readRecord(run.directory)).state).toBe('interrupted');
  });

  it('shows a run whose process number now belongs to a stranger as interrupted', async () => {
    await exampleRun(folder, { processId: process.pid, socket: join(folder, 'nobody.sock') });
    expect((await onlyRun()).state).toBe('interrupted');
  });

  it('shows a run whose session listens as live', async () => {
    const close = await listening(join(folder, 's.sock'));
    await exampleRun(folder, { state: 'paused', socket: join(folder, 's.sock') });
    expect((await onlyRun()).state).toBe('paused');
    close();
    expect((await onlyRun()).state).toBe('interrupted');
  });
});

describe('a damaged run', () => {
  const damages: [string, (directory: string) => Promise<void>, RegExp, string][] = [
    ['run.json is missing', (d) => rm(join(d, 'run.json')), /run\.json is missing/, 'damaged'],
    ['run.json is torn', (d) => tear(join(d, 'run.json')), /run\.json of four-1 is torn/, 'damaged'],
    [
      'run.json is something else',
      (d) => writeFile(join(d, 'run.json'), '{"format":1,"id":"x"}'),
      /"experiment" is missing or wrong/,
      'damaged',
    ],
    ['run.json is of a later version', (d) => writeFile(join(d, 'run.json'), '{"format":2}'), /format is 2/, 'damaged'],
    ['run.json is no object', (d) => writeFile(join(d, 'run.json'), 'null'), /"format" is missing/, 'damaged'],
    ['experiment.json is missing', (d) => rm(join(d, 'experiment.json')), /experiment\.json is missing/, 'finished'],
    ['the metrics are missing', (d) => rm(join(d, 'metrics.jsonl')), /metrics\.jsonl is missing/, 'finished'],
    [
      'a checkpoint is missing',
      (d) => rm(join(d, 'checkpoints', 'step-1.safetensors')),
      /checkpoint step-1\.safetensors is missing/,
      'finished',
    ],
    [
      'a checkpoint is torn',
      (d) => tear(join(d, 'checkpoints', 'step-1.safetensors')),
      /checkpoint step-1\.safetensors is torn/,
      'finished',
    ],
  ];

  it.each(damages)('says what is wrong: %s; the others are listed as ever', async (_, damage, wrong, state) => {
    const directory = await finishedRun();
    await finishedRun();
    await damage(directory);
    await age(directory);
    const [second, first] = await listRuns(folder);
    expect(second).toMatchObject({ id: 'four-2', state: 'finished', wrong: undefined });
    expect(first).toMatchObject({ id: 'four-1', state });
    expect(first!.wrong).toMatch(wrong);
  });

  it('without run.json is not shown while its folder is being made', async () => {
    await mkdir(join(folder, '.unroll', 'runs', 'four-1'), { recursive: true });
    expect(await listRuns(folder)).toEqual([]);
  });

  async function tear(path: string): Promise<void> {
    const content = await readFile(path);
    await writeFile(path, content.subarray(0, content.length - 1));
    if (path.endsWith('.json')) await writeFile(path, content.subarray(0, content.length / 2));
  }

  /** What was made long ago. */
  async function age(directory: string): Promise<void> {
    await utimes(directory, 1e9, 1e9);
  }
});

describe('deleting a run', () => {
  it('removes its folder, damaged or not', async () => {
    const directory = await finishedRun();
    await rm(join(directory, 'run.json'));
    await deleteRun(directory);
    expect(await listRuns(folder)).toEqual([]);
    await expect(stat(directory)).rejects.toThrow('ENOENT');
  });

  it('is refused while it is trained', async () => {
    const close = await listening(join(folder, 's.sock'));
    const run = await exampleRun(folder, { socket: join(folder, 's.sock') });
    await expect(deleteRun(run.directory)).rejects.toThrow('four-1 is being trained');
    close();
    await deleteRun(run.directory);
    expect(await listRuns(folder)).toEqual([]);
  });

  it('is refused for a folder that is no run', async () => {
    await expect(deleteRun(folder)).rejects.toThrow('no run folder');
    expect((await stat(folder)).isDirectory()).toBe(true);
  });
});
