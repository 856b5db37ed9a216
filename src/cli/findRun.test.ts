import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseExperiment } from '../protocol/parseExperiment';
import type { RunRecord } from '../protocol/run';
import { createRun } from '../runs/runFolder';
import { CapturedTerminal } from './capturedTerminal';
import { runCommandLine } from './commandLine';
import { findRun } from './findRun';

const experiment = parseExperiment(
  '{ "data": { "path": "a.txt" }, "model": { "layers": [{ "cell": "lstm" }] } }',
).experiment!;

const record = (id: string, state: RunRecord['state']): RunRecord => ({
  ...{ format: 1, id, experiment: 'letters', experimentPath: '/x/letters.unroll.json', state },
  ...{ processId: 0, processStartedAt: '', socket: '', startedAt: '', updatedAt: '', trainedMs: 0 },
  engine: { name: 'embedded', backend: 'wasm', kernels: 'reference', threads: 1 },
  versions: { unroll: '', tensorflow: '', node: '' },
  data: {
    ...{ path: '', bytes: 0, sha256: '', vocabulary: [] },
    symbols: { training: 0, validation: 0, test: 0 },
  },
  baselines: { uniform: 1 },
  ...{ parameters: 1, stepsPerEpoch: 10, totalSteps: 1200, step: 0, epoch: 1, learningRate: 0.1, checkpoints: [] },
  layouts: { profile: { file: '', width: 1, fields: [] }, reach: { file: '', width: 1, fields: [] } },
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-runs-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function makeRun(below: string, name = 'letters', state: RunRecord['state'] = 'stopped'): Promise<string> {
  await mkdir(join(folder, below), { recursive: true });
  const path = join(folder, below, `${name}.unroll.json`);
  const writer = await createRun(path, experiment, (id) => record(id, state));
  return writer.directory;
}

const list = async (...argv: string[]) => {
  const terminal = new CapturedTerminal(folder);
  expect(await runCommandLine(['runs', ...argv], terminal)).toBe(0);
  return terminal;
};

describe('a run', () => {
  it('is found by its id in a folder below, hidden ones included', async () => {
    const directory = await makeRun('.sample-workspace/deeper');
    expect(await findRun('letters-1', folder)).toBe(directory);
  });

  it('is found by the path of its folder, from where the person stands', async () => {
    const directory = await makeRun('deeper');
    expect(await findRun(directory, tmpdir())).toBe(directory);
    expect(await findRun('.unroll/runs/letters-1', join(folder, 'deeper'))).toBe(directory);
  });

  it('that is not there is refused with the one that was meant', async () => {
    await makeRun('deeper');
    await expect(findRun('leters-1', folder)).rejects.toMatchObject({ remedy: 'Did you mean letters-1?' });
    await expect(findRun('other', folder)).rejects.toThrow(`There is no run "other" in ${folder} or below.`);
  });

  it('whose id is there twice is refused with both folders', async () => {
    const both = [await makeRun('one'), await makeRun('two')];
    const error = await findRun('letters-1', folder).catch((thrown: Error) => thrown.message);
    for (const directory of both) expect(error).toContain(directory);
  });

  it('is not looked for among the files of packages', async () => {
    await makeRun('node_modules/x');
    await expect(findRun('letters-1', folder)).rejects.toThrow('There is no run');
  });
});

describe('the list of runs', () => {
  it('is a table of every run below, with what is wrong with a damaged one', async () => {
    await makeRun('a');
    await writeFile(join(await makeRun('b', 'torn'), 'run.json'), '{ "format": 1, "id"');
    const { lines } = await list();
    expect(lines.find((line) => line.startsWith('letters-1'))).toMatch(/stopped +0\/1,200 /);
    expect(lines.at(-1)).toMatch(/^torn-1: run.json of torn-1 is torn/);
  });

  it('is one JSON object a line with --json, of the folder named', async () => {
    const directory = await makeRun('a');
    await makeRun('b', 'other');
    const { lines } = await list('a', '--json');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { run: 'letters-1', directory, state: 'stopped', step: 0, totalSteps: 1200, validationLoss: null },
    ]);
  });

  it('of a folder of ours is that of the runs inside it', async () => {
    await makeRun('a');
    await makeRun('a', 'other');
    const idsOf = async (path: string) =>
      (await list(path, '--json')).lines.map((line) => (JSON.parse(line) as { run: string }).run);
    expect(await idsOf('a/.unroll')).toEqual(['letters-1', 'other-1']);
    expect(await idsOf('a/.unroll/runs')).toEqual(['letters-1', 'other-1']);
    expect(await idsOf('a/.unroll/runs/other-1')).toEqual(['other-1']);
  });

  it('is refused of what is no folder', async () => {
    await writeFile(join(folder, 'file'), '');
    for (const [path, sentence] of [
      ['nowhere', `There is no folder ${join(folder, 'nowhere')}.`],
      ['file', `${join(folder, 'file')} is a file, not a folder.`],
      ['file/deeper', `${join(folder, 'file/deeper')} is a file, not a folder.`],
    ] as const) {
      const terminal = new CapturedTerminal(folder);
      expect(await runCommandLine(['runs', path], terminal)).toBe(1);
      expect(terminal.written).toBe('');
      expect(terminal.wrong).toContain(sentence);
    }
  });

  it('says so where there is none', async () => {
    expect((await list()).written).toBe('There are no runs here yet.\n');
  });
});
