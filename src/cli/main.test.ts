import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../protocol/run';
import { buildWatchdog } from '../trainer/fixtures/buildTrainer';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = join(import.meta.dirname, '../..');
let bundleFolder = '';
let folder = '';

/** The program as it is shipped: one bundle, with the binaries of WebAssembly beside it. */
beforeAll(async () => {
  await mkdir(join(root, '.test'), { recursive: true });
  bundleFolder = await mkdtemp(join(root, '.test', 'cli-'));
  folder = await mkdtemp(join(tmpdir(), 'unroll-cli-'));
  await build({
    ...{ entryPoints: { cli: join(root, 'src/cli/main.ts') }, outdir: bundleFolder, outExtension: { '.js': '.cjs' } },
    ...{ bundle: true, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] },
    ...{ define: { __UNROLL_VERSION__: '"1.2.3"' }, logLevel: 'error' },
  });
  await buildWatchdog(bundleFolder);
  const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  for (const name of ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'])
    await cp(join(wasm, name), join(bundleFolder, name));
  await writeFile(join(folder, 'a.txt'), 'abcd abdc '.repeat(200));
  const training = { batch: 2, window: 6, steps: 1_000_000 };
  const model = { input: 'one-hot', layers: [{ cell: 'elman', units: 5 }] };
  await writeFile(join(folder, 'a.unroll.json'), JSON.stringify({ data: { path: 'a.txt' }, model, training }));
});
afterAll(async () => {
  await rm(bundleFolder, { recursive: true });
  await rm(folder, { recursive: true });
});

function start(...argv: string[]) {
  const child = spawn(process.execPath, [join(bundleFolder, 'cli.cjs'), ...argv], { cwd: folder });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
  const ended = new Promise<{ status: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, ...said })),
  );
  /** When so much has been said on standard output. */
  const until = (text: string) =>
    new Promise<void>((resolve) => child.stdout.on('data', () => said.out.includes(text) && resolve()));
  return { child, ended, until };
}

const record = async (id: string) =>
  JSON.parse(await readFile(join(folder, '.unroll/runs', id, 'run.json'), 'utf8')) as RunRecord;

const lastLine = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1)!) as { run: string };

describe('the program', () => {
  it('says its version and ends', async () => {
    expect(await start('--version').ended).toEqual({ status: 0, out: '1.2.3\n', err: '' });
  });

  it('ends with 1 after an error, which stands on standard error alone', async () => {
    const { status, out, err } = await start('train', 'none.unroll.json', '--json').ended;
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(join(folder, 'none.unroll.json'));
  });

  it('trains with nothing but JSON on standard output, and ends', async () => {
    const { status, out, err } = await start('train', 'a.unroll.json', '--json', '--steps', '3').ended;
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { step?: number }).step)).toEqual([1, 2, 3, undefined]);
  });

  it.skipIf(process.platform === 'win32')(
    'stops properly at Ctrl+C, also where npm passes it on a second time',
    async () => {
      const { child, ended, until } = start('train', 'a.unroll.json', '--json');
      await until('"step":2');
      child.kill('SIGINT');
      child.kill('SIGINT');
      const { status, out, err } = await ended;
      expect(status).toBe(130);
      const { run } = lastLine(out);
      expect(await record(run)).toMatchObject({ state: 'stopped' });
      expect(err).toContain(`resume ${run}`);
    },
  );

  it('stops properly when nobody reads its output any more', async () => {
    const { child, ended, until } = start('train', 'a.unroll.json', '--json');
    await until('"step":2');
    child.stdout.destroy();
    const { status, err } = await ended;
    expect(status).toBe(130);
    expect(await record(/resume (\S+)/.exec(err)![1]!)).toMatchObject({ state: 'stopped' });
  });
});
