import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNotNative } from '../engine/backend/testing/nativeBackend';
import type { EngineRecord, RunRecord } from '../protocol/run';
import { buildProcess } from '../runs/fixtures/buildProcess';
import { CapturedTerminal } from './capturedTerminal';
import { runCommandLine } from './commandLine';

const whyNot = await whyNotNative();
const newerNode = process.env['UNROLL_NEWER_NODE'];
const skipped = (reason: string | undefined): string => (reason ? ` (skipped: ${reason})` : '');

/** What longTraining.ts writes. */
interface Trained {
  engine: EngineRecord;
  losses: number[];
  bytes: number[];
  tensors: number[];
}

describe.skipIf(whyNot)(`native TensorFlow${skipped(whyNot)}`, { timeout: 300_000 }, () => {
  let folder = '';
  let script = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'unroll-tensorflow-'));
    script = await buildProcess('engine/training/testing/longTraining.ts', folder);
    await writeFile(join(folder, 'a.txt'), 'abcd abdc '.repeat(200));
    const training = { batch: 2, window: 6, steps: 8 };
    const model = { input: { embedding: 3 }, layers: [{ cell: 'gru', units: 5 }] };
    await writeFile(join(folder, 'a.unroll.json'), JSON.stringify({ data: { path: 'a.txt' }, model, training }));
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true }));

  async function trainBy(node: string, steps: number): Promise<Trained & { said: string }> {
    const { stdout, stderr } = await promisify(execFile)(node, ['--expose-gc', script, String(steps)]);
    return { ...(JSON.parse(stdout) as Trained), said: stderr };
  }

  it('holds no more memory after 500 steps than after 100, and says nothing on standard error', async () => {
    const { engine, bytes, tensors, said } = await trainBy(process.execPath, 500);
    expect(engine).toMatchObject({ name: 'tensorflow', backend: 'tensorflow', threads: 1 });
    expect(said).toBe('');
    expect(tensors.at(-1)).toBe(tensors[1]);
    expect((bytes.at(-1)! - bytes[1]!) / 2 ** 20, `MB, of ${bytes}`).toBeLessThan(32);
  });

  it.skipIf(!newerNode)(
    `takes the same steps on Node 24${skipped(newerNode ? undefined : 'npm test installs it on linux x64')}`,
    async () => {
      const [here, there] = [await trainBy(process.execPath, 20), await trainBy(newerNode!, 20)];
      expect(there.said).toBe('');
      expect(there.losses).toEqual(here.losses);
    },
  );

  /** The losses of the steps that it took, and the run. */
  async function run(...argv: string[]): Promise<{ losses: number[]; record: RunRecord }> {
    const terminal = new CapturedTerminal(folder);
    expect(await runCommandLine([...argv, '--json'], terminal), terminal.wrong).toBe(0);
    const lines = terminal.lines.map((line) => JSON.parse(line) as { loss: number; directory?: string });
    const record = JSON.parse(await readFile(join(lines.at(-1)!.directory!, 'run.json'), 'utf8')) as RunRecord;
    return { losses: lines.slice(0, -1).map(({ loss }) => loss), record };
  }

  it.each([
    ['tensorflow', 'embedded'],
    ['embedded', 'tensorflow'],
  ])('begins a run with %s that goes on with %s as if nothing had changed', async (first, second) => {
    const whole = await run('train', 'a.unroll.json', '--engine', 'embedded', '--kernels', 'wasm-simd');
    const begun = await run('train', 'a.unroll.json', '--engine', first, '--steps', '4');
    const resumed = await run('resume', begun.record.id, '--engine', second, '--steps', '8');
    expect([begun, resumed].map(({ record }) => record.engine.name)).toEqual([first, second]);
    const apart = [...begun.losses, ...resumed.losses].map((loss, i) => Math.abs(loss / whole.losses[i]! - 1));
    expect(apart).toHaveLength(8);
    expect(Math.max(...apart)).toBeLessThan(1e-5);
  });
});
