import { spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../../protocol/run';
import { buildProcess } from '../../runs/fixtures/buildProcess';
import { buildWatchdog } from '../../trainer/fixtures/buildTrainer';
import { secondAfterMs, statusOfSignal } from '../interruption';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = join(import.meta.dirname, '../../..');
/** A second, and what a machine that does much else at once may add. */
const soonMs = 3000;

let bundles = '';
let program = '';
let folder = '';
const started: ChildProcess[] = [];

beforeAll(async () => {
  await mkdir(join(root, '.test'), { recursive: true });
  bundles = await mkdtemp(join(root, '.test', 'signals-'));
  folder = await mkdtemp(join(tmpdir(), 'unroll-signals-'));
  await buildWatchdog(bundles);
  program = await buildProcess('cli/main.ts', bundles);
  await writeFile(join(folder, 'a.txt'), 'abcd abdc '.repeat(200));
  await writeFile(join(folder, 'long.txt'), 'abcd abdc '.repeat(20_000));
  const own = await readFile(join(root, 'examples/own-cell/my-cell.ts'), 'utf8');
  await writeFile(join(folder, 'endless.ts'), own.replace('  const [ofGate', '  for (;;) {}\n$&'));
  const late = own.replace('  const [ofGate', '  if (++calls > 5000) for (;;) {}\n$&');
  await writeFile(join(folder, 'late.ts'), late.replace('export function step', 'let calls = 0;\n$&'));
  await cp(join(root, 'examples/own-cell/unroll-cell.d.ts'), join(folder, 'unroll-cell.d.ts'));
  await write('a', { cell: 'lstm', units: 64 });
  await write('late', { cell: 'own', file: 'late.ts', units: 4 });
  await write('endless', { cell: 'own', file: 'endless.ts', units: 4 });
  for (const name of ['a', 'late'])
    expect((await start('train', `${name}.unroll.json`, '--steps', '3').ended).status).toBe(0);
});
afterAll(async () => {
  await rm(bundles, { recursive: true });
  await rm(folder, { recursive: true });
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

const write = (name: string, layer: object, training: object = {}) =>
  writeFile(
    join(folder, `${name}.unroll.json`),
    JSON.stringify({
      data: { path: 'a.txt' },
      model: { input: 'one-hot', layers: [layer] },
      training: { batch: 2, window: 6, steps: 1_000_000, ...training },
    }),
  );

function start(...argv: string[]) {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [program, ...argv], { cwd: folder, env });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out = (said.out + text.toString()).slice(-1_000_000)));
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
  const ended = new Promise<{ status: number; out: string; err: string }>((resolve) =>
    child.on('close', (status, signal) => resolve({ status: status ?? statusOfSignal(signal!), ...said })),
  );
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!(await holds())) {
      if (child.exitCode !== null) throw new Error(`it has ended: ${said.err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  started.push(child);
  return { child, said, ended, until };
}
let environment: NodeJS.ProcessEnv = {};

/** Milliseconds of processor time that a process and its children have had: how one sees that it is at work. */
async function workedMs(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [user = 0, system = 0] = stat.split(') ').at(-1)!.split(' ').slice(11, 13).map(Number);
  const others = await Promise.all(
    children
      .trim()
      .split(' ')
      .filter(Boolean)
      .map((id) => workedMs(Number(id))),
  );
  return others.reduce((sum, each) => sum + each, 10 * (user + system));
}

async function isGone(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat === '' || stat.split(') ').at(-1)!.startsWith('Z');
}

const record = async (id: string) =>
  JSON.parse(await readFile(join(folder, '.unroll/runs', id, 'run.json'), 'utf8')) as RunRecord;

/** The process that trains a run. */
const trainerOf = async (id: string) => (await record(id).catch(() => undefined))?.processId;

/** Sends a signal, and says how long the end took. */
async function signalled(run: ReturnType<typeof start>, signal: NodeJS.Signals) {
  const sentMs = performance.now();
  run.child.kill(signal);
  const end = await run.ended;
  return { ...end, ms: performance.now() - sentMs };
}

const linux = process.platform === 'linux';
const both = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

describe.skipIf(!linux)('a command that computes long', () => {
  it.each(both)('sample ends at once by %s', async (signal, status) => {
    const run = start('sample', 'a-1', '--length', '1000000');
    await run.until(async () => (await workedMs(run.child.pid!)) > 1000);
    const end = await signalled(run, signal);
    expect(end).toMatchObject({ status, out: '' });
    expect(end.ms).toBeLessThan(soonMs);
  });

  it.each([['SIGINT', 130]] as const)('trace of a long text ends at once by %s', async (signal, status) => {
    const run = start('trace', 'a-1', '--text', 'long.txt', '--to', '2000', '--json');
    await run.until(async () => (await workedMs(run.child.pid!)) > 400);
    const end = await signalled(run, signal);
    expect(end.status).toBe(status);
    expect(end.ms).toBeLessThan(soonMs);
  });

  it.each([['SIGTERM', 143]] as const)(
    'trace into files leaves none by %s, and lets those that are not its own stand',
    async (signal, status) => {
      const files = join(folder, `npy-${signal}`);
      await mkdir(files);
      await writeFile(join(files, 'notes.txt'), 'of before');
      const run = start('trace', 'a-1', '--text', 'long.txt', '--npy', files);
      await run.until(async () => (await readdir(files)).length > 5);
      const end = await signalled(run, signal);
      expect(end.status).toBe(status);
      expect(end.ms).toBeLessThan(soonMs);
      expect(await readdir(files)).toEqual(['notes.txt']);
      expect(await readFile(join(files, 'notes.txt'), 'utf8')).toBe('of before');
    },
  );

  it.each(both)('train ends by %s with a checkpoint of the last step', async (signal, status) => {
    await write('stopped', { cell: 'lstm', units: 8 });
    const run = start('train', 'stopped.unroll.json', '--json');
    await run.until(() => run.said.out.includes('"step":20'));
    const end = await signalled(run, signal);
    expect(end.status).toBe(status);
    expect(end.ms).toBeLessThan(soonMs);
    const { state, step, checkpoints } = await record(/resume (\S+)/.exec(end.err)![1]!);
    expect(state).toBe('stopped');
    expect(checkpoints.at(-1)!.step).toBe(step);
  });
});

describe.skipIf(!linux)("a command in which a person's own cell loops for ever", () => {
  it.each([['SIGINT', 130]] as const)('check-cell ends at once by %s', async (signal, status) => {
    const run = start('check-cell', 'endless.ts');
    await run.until(async () => (await workedMs(run.child.pid!)) > 1500);
    const end = await signalled(run, signal);
    expect(end.status).toBe(status);
    expect(end.ms).toBeLessThan(soonMs);
  });

  it.each([
    ['sample', 'late-1', '--length', '1000000'],
    ['trace', 'late-1', '--text', 'long.txt', '--json'],
    ['trace', 'late-1', '--text', 'long.txt', '--npy', 'npy-endless'],
    ['lookback', 'late-1', '--text', 'long.txt', '--at', '199000'],
  ])('%s ends at once', async (...argv) => {
    const run = start(...argv);
    await run.until(async () => (await workedMs(run.child.pid!)) > 1500);
    const end = await signalled(run, 'SIGINT');
    expect(end.status).toBe(130);
    expect(end.ms).toBeLessThan(soonMs);
  });

  it.each(both)('train ends within a second by %s, and no process is left', async (signal, status) => {
    const run = await endlessTraining('train', 'endless.unroll.json');
    const end = await signalled(run, signal);
    expect(end.status).toBe(status);
    expect(end.ms).toBeLessThan(soonMs);
    expect(end.err).toMatch(/did not end.*\nTo go on: .* resume endless-\d+\n/);
    expect(await isGone(run.trainer)).toBe(true);
  });

  it('train ends at once by a second one', async () => {
    const run = await endlessTraining('train', 'endless.unroll.json');
    run.child.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, secondAfterMs + 100));
    const end = await signalled(run, 'SIGINT');
    expect(end.status).toBe(130);
    expect(end.ms).toBeLessThan(300);
    expect(await isGone(run.trainer)).toBe(true);
  });

  it('resume ends too', async () => {
    const run = await endlessTraining('resume', 'late-1', '--steps', '100000');
    const end = await signalled(run, 'SIGTERM');
    expect(end.status).toBe(143);
    expect(await isGone(run.trainer)).toBe(true);
  });

  it('train leaves no process where the one that supervises it is killed', async () => {
    const run = await endlessTraining('train', 'endless.unroll.json');
    run.child.kill('SIGKILL');
    await run.until(() => isGone(run.trainer));
  });

  /** A training that has come to its first step, which does not end. */
  async function endlessTraining(...argv: string[]) {
    const before = await runsOf();
    const run = start(...argv);
    let trainer: number | undefined;
    await run.until(async () => {
      const id = argv[0] === 'resume' ? argv[1]! : (await runsOf()).find((each) => !before.includes(each));
      trainer = id === undefined ? undefined : await trainerOf(id);
      return trainer !== undefined && !(await isGone(trainer)) && (await workedMs(trainer)) > 1500;
    });
    return { ...run, trainer: trainer! };
  }

  const runsOf = () => readdir(join(folder, '.unroll/runs'));
});

describe.skipIf(!linux)('a training in a terminal whose step does not end', () => {
  afterEach(() => (environment = {}));

  it('goes on from its last checkpoint, and ends as if nothing had been', async () => {
    await write('stands', { cell: 'gru', units: 8 }, { checkpointEvery: 7 });
    const twin = await start('train', 'stands.unroll.json', '--steps', '40', '--json').ended;
    environment = { UNROLL_STEP_LIMIT_MS: '1000', UNROLL_TEST_STAND_STILL: `30 ${join(folder, 'stood')}` };
    const { status, out, err } = await start('train', 'stands.unroll.json', '--steps', '40', '--json').ended;
    expect(status).toBe(0);
    expect(err).toContain('The session is ended and goes on from its last checkpoint.');
    expect(await record('stands-2')).toMatchObject({ state: 'finished', revived: { step: 30, from: 28, times: 1 } });
    const lastOf = (lines: string) => lines.trimEnd().split('\n').slice(-5, -1).map(withoutTime);
    expect(lastOf(out)).toEqual(lastOf(twin.out));
  });

  it('ends with status 1 where it stands in the same step again', async () => {
    await write('stands', { cell: 'gru', units: 8 }, { checkpointEvery: 7 });
    environment = { UNROLL_STEP_LIMIT_MS: '1000', UNROLL_TEST_STAND_STILL: '30' };
    const { status, err } = await start('train', 'stands.unroll.json', '--steps', '40', '--json').ended;
    expect(status).toBe(1);
    expect(err).toContain('The session is ended: it stood there before.');
  });

  const withoutTime = (line: string) => ({ ...(JSON.parse(line) as object), stepMs: 0 });
});
