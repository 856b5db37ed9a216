import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { UserError } from '../protocol/userError';
import { buildProcess, builtProcess } from '../runs/fixtures/buildProcess';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { InspectorClient } from '../runs/inspectorClient';
import { readGoldenTrace } from '../engine/inspect/testing/goldenTrace';
import { runSession } from '../trainer/session';
import { goldenRun } from './testing/goldenRun';

vi.setConfig({ testTimeout: 60_000 }); // processes, on machines that do other things too

const text = 'the cat sat on the mat and the rat sat on the cat. '.repeat(40);
let folder: string;
let script: string;
let inspector: InspectorClient;
beforeAll(async () => {
  folder = await temporaryFolder();
  script = await builtProcess('inspector', folder);
  inspector = new InspectorClient(script);
  await writeFile(join(folder, 'text.txt'), text);
}, 60_000);
afterAll(() => inspector.dispose());

const path = () => join(folder, 'four.unroll.json');

function experimentText(training: object = {}, units = 4, data = 'text.txt'): string {
  return JSON.stringify({
    data: { path: data, split: [0.8, 0.1, 0.1] },
    model: {
      input: 'one-hot',
      layers: [
        { cell: 'elman', units: 2 },
        { cell: 'gru', units },
      ],
    },
    training: { batch: 2, window: 6, epochs: 3, ...training },
  });
}

const check = (text: string, by = inspector) => by.call('checkExperiment', { path: path(), text });

describe('an experiment that is checked', () => {
  it('and is right is reported with its size, its steps and its baselines', async () => {
    const { problems, report } = await check(experimentText());
    expect(problems).toEqual([]);
    const symbols = new Set(text).size;
    expect(report).toMatchObject({ vocabulary: symbols, baselines: { uniform: Math.log(symbols) } });
    const lane = Math.floor((Math.floor(0.8 * text.length) - 1) / 2);
    expect(report?.stepsPerEpoch).toBe(Math.floor(lane / 6));
    expect(report?.totalSteps).toBe(3 * Math.floor(lane / 6));
    const head = 4 * symbols + symbols;
    const layers = 2 * symbols + 2 * 2 + 2 * 2 + 3 * (4 * 2 + 4 * 4 + 2 * 4);
    expect(report?.parameters).toBe(layers + head);
  });

  it('is told what the schema sees', async () => {
    const { problems } = await check(experimentText({ window: 0 }));
    expect(problems).toMatchObject([{ path: ['training', 'window'] }]);
  });

  it.each<[string, () => string, (string | number)[], RegExp]>([
    ['its text is missing', () => experimentText({}, 4, 'no.txt'), ['data', 'path'], /There is no file .*no\.txt/],
    ['its text is too short', () => experimentText({ batch: 600 }), ['training', 'window'], /fewer than the 3601/],
    ['it needs more memory than there is', () => experimentText({}, 20_000), ['model', 'layers', 1, 'units'], /memory/],
  ])('is told where the mistake is when %s', async (_, text, place, message) => {
    const { problems, report } = await check(text());
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: place });
    expect(problems[0]?.message).toMatch(message);
    expect(report).toBeUndefined();
  });

  it('starts no engine: no backend of TensorFlow.js is loaded for it', async () => {
    const without = await inspectorWithout(/^@tensorflow\/tfjs-(backend|node)/);
    expect((await check(experimentText(), without)).problems).toEqual([]);
    await expect(without.call('describeEngines', {})).rejects.toThrow('TensorFlow.js was loaded');
    without.dispose();
  });
});

it('data is described with its size and vocabulary, without any tensor code', async () => {
  const without = await inspectorWithout(/^@tensorflow\//);
  const described = await without.call('describeData', { path: join(folder, 'text.txt') });
  expect(described).toEqual({ bytes: text.length, symbols: text.length, vocabulary: new Set(text).size });
  await expect(without.call('describeEngines', {})).rejects.toThrow('TensorFlow.js was loaded');
  without.dispose();
});

/** An inspector in whose bundle some packages fail as soon as they are loaded. */
async function inspectorWithout(packages: RegExp): Promise<InspectorClient> {
  const failing: Plugin = {
    name: 'failing-packages',
    setup: (build) => {
      build.onResolve({ filter: packages }, ({ path }) => ({ path, namespace: 'failing' }));
      build.onLoad({ filter: /.*/, namespace: 'failing' }, () => ({
        contents: `module.exports = {}; throw new Error('TensorFlow.js was loaded')`,
      }));
    },
  };
  return new InspectorClient(await buildProcess('inspector/main.ts', await temporaryFolder(), [failing]));
}

describe('a text that is sampled from a run', () => {
  const request = { length: 30, temperature: 1, seed: 5 };
  let directory: string;
  beforeAll(async () => {
    await writeFile(path(), experimentText({ checkpointEvery: 2 }));
    await runSession(
      { experimentPath: path(), engine: 'embedded', kernels: 'auto', steps: 6 },
      { started: (run) => void (directory = run.directory) },
    );
  });

  it('has the length asked for, and is the same for the same seed', async () => {
    const [first, again, other] = await Promise.all(
      [5, 5, 6].map((seed) => inspector.call('sampleRun', { ...request, directory, seed })),
    );
    expect(first?.text).toHaveLength(30);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('comes from the newest checkpoint that is whole, or from the one that is named', async () => {
    const newest = join(directory, 'checkpoints', 'step-6.safetensors');
    const bytes = await readFile(newest);
    await writeFile(newest, bytes.subarray(0, 500));
    const before = await inspector.call('sampleRun', { ...request, directory, checkpoint: 'step-5.safetensors' });
    const { text, file, passedOver } = await inspector.call('sampleRun', { ...request, directory });
    expect({ text, file }).toEqual({ text: before.text, file: before.file });
    expect(passedOver).toMatch(/^The checkpoint .* is torn: .* is read instead\.$/);
    await writeFile(newest, bytes);
  });

  it('cannot come from a checkpoint that is not there', async () => {
    const asked = inspector.call('sampleRun', { ...request, directory, checkpoint: 'step-99.safetensors' });
    await expect(asked).rejects.toBeInstanceOf(UserError);
    await expect(inspector.call('sampleRun', { ...request, directory: folder })).rejects.toThrow('no whole checkpoint');
  });
});

describe('a lens in the inspector process', () => {
  it('answers newer questions first, drops those that are cancelled, and says in words what is wrong', async () => {
    const trace = readGoldenTrace('lstm');
    const directory = await goldenRun(trace);
    const { id } = await inspector.call('openLens', { source: { directory, checkpoint: 'best' }, block: 64 });
    const place = { lens: id, document: 'long.txt', version: 1 };
    await inspector.call('setText', { document: 'long.txt', version: 1, text: trace.text.repeat(3000) });
    const controller = new AbortController();
    const far = { ...place, offset: 2_000_000, isExact: true };
    const [waiting, cancelled] = [undefined, controller.signal].map((signal) => {
      let isOver = false;
      const answer = inspector.call('traceSymbol', far, signal).finally(() => (isOver = true));
      return { answer, isOver: () => isOver };
    }) as [Waiting, Waiting];
    const near = await inspector.call('traceSymbol', { ...place, offset: 3, isExact: true });
    expect(near).toMatchObject({ at: 3, isApproximate: false });
    expect(waiting.isOver()).toBe(false);
    controller.abort();
    await expect(cancelled.answer).rejects.toThrow();
    const closing = expect(waiting.answer).rejects.toThrow();
    await inspector.call('closeLens', { lens: id });
    await closing;
    await expect(inspector.call('traceSymbol', far)).rejects.toBeInstanceOf(UserError);
  });
});

interface Waiting {
  answer: Promise<unknown>;
  isOver(): boolean;
}

it('the engines are described with a sentence each, the embedded one always being there', async () => {
  const engines = await inspector.call('describeEngines', {});
  expect(engines.find(({ name }) => name === 'embedded')?.isAvailable).toBe(true);
  for (const { sentence } of engines) expect(sentence).toMatch(/\.$/);
});

it('the inspector ends when the process that started it is killed', async () => {
  const code = `const child = require('node:child_process').fork(${JSON.stringify(script)}, [], { execArgv: [] });
    child.send({ jsonrpc: '2.0', id: 1, method: 'describeEngines', params: {} });
    child.on('message', () => process.stdout.write(String(child.pid)));`;
  const parent = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(parent.stdout, 'data')) as [Buffer];
  const processId = Number(said.toString());
  parent.kill('SIGKILL');
  while (isAlive(processId)) await new Promise((resolve) => setTimeout(resolve, 5));
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
