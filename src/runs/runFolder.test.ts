import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { exampleExperiment, exampleRun, stepLine, temporaryFolder } from './fixtures/exampleRun';
import { dropCheckpointsAfter, experimentName, openRun, readFrozenExperiment } from './runFolder';
import { readRecord } from './runRecord';
import { WriteFailure } from './writeFailure';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

describe('a new run', () => {
  it('has a folder beside its experiment, hidden from git, with the frozen experiment and the record', async () => {
    const { directory, record } = await exampleRun(folder);
    expect(directory).toBe(join(folder, '.unroll', 'runs', 'four-1'));
    expect(await readFile(join(folder, '.unroll', '.gitignore'), 'utf8')).toBe('*\n');
    expect(await readFrozenExperiment(directory)).toEqual(exampleExperiment);
    expect(await readRecord(directory)).toEqual(JSON.parse(JSON.stringify(record)));
  });

  it('that was frozen before a field of training was there reads with its default', async () => {
    const { directory } = await exampleRun(folder);
    const { schedule, init, onNonFinite, earlyStopping, ...before } = exampleExperiment.training;
    await writeFile(join(directory, 'experiment.json'), JSON.stringify({ ...exampleExperiment, training: before }));
    const { training } = await readFrozenExperiment(directory);
    expect(training).toEqual({ ...before, schedule, init, onNonFinite, earlyStopping });
    expect(training.schedule).toEqual({ name: 'constant', warmUp: 0 });
  });

  it('takes the next number, also where an earlier run was deleted or another experiment has higher ones', async () => {
    await exampleRun(folder);
    const second = await exampleRun(folder);
    await writeFile(join(folder, '.unroll', 'runs', 'four-b-17'), '');
    expect(basename(second.directory)).toBe('four-2');
    expect(basename((await exampleRun(folder)).directory)).toBe('four-3');
  });

  it('never shares a folder with a run that begins at the same moment', async () => {
    const runs = await Promise.all(Array.from({ length: 8 }, () => exampleRun(folder)));
    expect(new Set(runs.map((run) => run.directory)).size).toBe(8);
    const ids = await Promise.all(runs.map(async (run) => (await readRecord(run.directory)).id));
    expect(ids).toEqual(runs.map((run) => basename(run.directory)));
  });

  it('names the folder that cannot be written and what to do', async () => {
    await writeFile(join(folder, '.unroll'), 'in the way');
    const failure = await exampleRun(folder).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(WriteFailure);
    expect((failure as WriteFailure).text).toContain(join(folder, '.unroll', 'runs'));
    expect((failure as WriteFailure).remedy).toBe('Move that file away, and try again.');
  });

  it('leaves no folder behind when its first files cannot be written', async () => {
    const full = WriteFailure.of('run.json', Object.assign(new Error(), { code: 'ENOSPC' }));
    const disk = { replace: () => Promise.reject(full), writeAt: () => Promise.reject(full) };
    await expect(exampleRun(folder, {}, disk)).rejects.toThrow('the disk is full');
    expect(await readdir(join(folder, '.unroll', 'runs'))).toEqual([]);
  });
});

describe('a run that is opened again', () => {
  it('loses what a killed process left torn, and nothing else', async () => {
    const { directory, writer } = await killedRun();
    await appendFile(join(directory, 'metrics.jsonl'), '{"step":3,"lo');
    await appendFile(join(directory, 'profile.f32'), Buffer.alloc(7));
    await writeFile(join(directory, 'checkpoints', 'step-4.safetensors.123-4.tmp'), 'half');
    const again = await openRun(directory);
    again.appendStep(stepLine(3));
    again.appendProfile(3, new Float32Array([9, 9, 9, 9]));
    await again.flush();
    const lines = (await readFile(join(directory, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { step: number }).step)).toEqual([1, 2, 3]);
    expect((await readFile(join(directory, 'profile.f32'))).length).toBe(2 * 5 * 4);
    expect(await readdir(join(directory, 'checkpoints'))).toEqual(['step-2.safetensors']);
    expect(writer.record.checkpoints).toHaveLength(1);
  });

  it('finds a checkpoint that was written just before the process was killed', async () => {
    const { directory } = await killedRun();
    await writeFile(join(directory, 'checkpoints', 'step-5.safetensors'), 'x');
    await writeFile(join(directory, 'checkpoints', 'mine.safetensors'), 'x');
    const { record } = await openRun(directory);
    expect(record.checkpoints.map(({ step }) => step)).toEqual([2, 5]);
  });

  it('drops the checkpoints ahead of where it goes on', async () => {
    const { directory } = await killedRun();
    await writeFile(join(directory, 'checkpoints', 'step-5.safetensors'), 'torn');
    const again = await openRun(directory);
    await dropCheckpointsAfter(again, 2);
    expect(again.record.checkpoints.map(({ step }) => step)).toEqual([2]);
    expect(await readdir(join(directory, 'checkpoints'))).toEqual(['step-2.safetensors']);
  });

  async function killedRun() {
    const writer = await exampleRun(folder);
    for (const step of [1, 2]) writer.appendStep(stepLine(step));
    writer.appendProfile(1, new Float32Array([1, 2, 3, 4]));
    await writer.flush();
    await writer.writeCheckpoint(Buffer.from('weights'), 2);
    return { directory: writer.directory, writer };
  }
});

it('the name of an experiment is its file name without the ending', () => {
  expect(experimentName('/a/my.words.unroll.json')).toBe('my.words');
});
