import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
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

  it('trains on when nobody reads its output any more, and says so', async () => {
    const { child, ended, until } = start('train', 'a.unroll.json', '--json');
    await until('"step":2');
    child.stdout.destroy();
    await new Promise<void>((resolve) => child.stderr.once('data', () => resolve()));
    child.kill('SIGTERM');
    const { status, err } = await ended;
    expect(status).toBe(143);
    expect(err).toContain('Nobody reads the output any more. The training goes on without it.');
    const id = /resume (\S+)/.exec(err)![1]!;
    expect(await record(id)).toMatchObject({ state: 'stopped' });
    expect(await logOf(id)).toContain('Nobody reads the output any more.');
  });
});

/** Runs a line of the shell, in which `unroll` is the program. */
function shell(line: string) {
  const script = `unroll() { "${process.execPath}" "${join(bundleFolder, 'cli.cjs')}" "$@"; }\n${line}`;
  const child = spawn('bash', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
  return new Promise<{ status: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, ...said })),
  );
}

const logOf = (id: string) => readFile(join(folder, '.unroll/runs', id, 'session.log'), 'utf8');

/** What became of the run of an experiment that is trained with other steps. */
async function trained(line: string, name: string) {
  await cp(join(folder, 'a.unroll.json'), join(folder, `${name}.unroll.json`));
  const said = await shell(line.replace('TRAIN', `unroll train ${name}.unroll.json --steps 40`));
  expect(await record(`${name}-1`)).toMatchObject({ state: 'finished', step: 40 });
  return { ...said, log: await logOf(`${name}-1`).catch(() => '') };
}

describe.skipIf(process.platform !== 'linux')('a training whose output cannot be written', () => {
  it('goes on where the disk of standard output is full, and says so on standard error and in its log', async () => {
    for (const [name, flags] of [
      ['full', ''],
      ['fullJson', '--json'],
    ] as const) {
      const { status, err, log } = await trained(`TRAIN ${flags} > /dev/full`, name);
      expect(status).toBe(0);
      expect(err).toBe('standard output could not be written: the disk is full. The training goes on without it.\n');
      expect(log).toContain('standard output could not be written: the disk is full.');
    }
  });

  it('goes on behind a pipe that ends', async () => {
    const { err, log } = await trained('TRAIN --json | head -1', 'head');
    expect(err).toBe('Nobody reads the output any more. The training goes on without it.\n');
    expect(log).toContain('Nobody reads the output any more.');
  });

  it('goes on where its outputs are closed, or both are full', async () => {
    for (const [name, to] of [
      ['closed', '>&- 2>&- <&-'],
      ['fullBoth', '> /dev/full 2> /dev/full'],
    ] as const)
      expect((await trained(`TRAIN ${to}`, name)).status).toBe(0);
  });

  it.skipIf(!existsSync('/usr/bin/script'))('goes on in a terminal that has no width, or one of a column', async () => {
    for (const [name, size] of [
      ['zero', 'true'],
      ['one', 'stty cols 1'],
    ] as const) {
      const cli = `"${process.execPath}" "${join(bundleFolder, 'cli.cjs')}" train ${name}.unroll.json --steps 40`;
      const { status, out } = await trained(`script -qec '${size}; ${cli}' /dev/null; : TRAIN`, name);
      expect(status).toBe(0);
      expect(out.includes('step 40 of 40')).toBe(name === 'zero'); // no width is no reason for a narrow line
    }
  });
});

describe.skipIf(process.platform !== 'linux')('a command that is there for its output', () => {
  const lines = ['--help', 'sample made-1', 'trace made-1 --text a.txt --json'];
  beforeAll(() => trained('TRAIN', 'made'));

  it.each([...lines, 'check a.unroll.json', 'runs --json'])(
    'ends with 1 and a sentence where the disk is full: %s',
    async (line) => {
      const { status, err } = await shell(`unroll ${line} > /dev/full`);
      expect(status).toBe(1);
      expect(err).toMatch(/^standard output could not be written: the disk is full\.\nFree some space .*\n$/);
    },
  );

  it.each(lines)('ends without a word where nobody reads any more: %s', async (line) => {
    const { child, ended } = start(...line.split(' '));
    child.stdout.destroy();
    expect(await ended).toEqual({ status: 141, out: '', err: '' });
  });

  it('ends without a word where its outputs are closed', async () => {
    expect(await shell(`unroll ${lines[2]} >&-`)).toEqual({ status: 0, out: '', err: '' });
    expect(await shell('unroll frobnicate 2>&-')).toEqual({ status: 1, out: '', err: '' });
  });
});
