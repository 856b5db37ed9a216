import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../protocol/run';
import { checkpointPath, isWholeCheckpoint } from '../runs/checkpointFiles';
import { builtProcess } from '../runs/fixtures/buildProcess';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { RunReader } from '../runs/runReader';
import { connectSession } from '../runs/sessionClient';
import { startTrainer } from '../runs/startTrainer';

/** A file system of two megabytes; only root can make one, and not in every container. */
const small = mkdtempSync(join(tmpdir(), 'unroll-test-disk-'));
const isMounted = mount();
afterAll(async () => {
  if (isMounted) execFileSync('umount', ['-l', small]);
  await rm(small, { recursive: true, force: true });
});

function mount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', small], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let script: string;
beforeAll(async () => {
  script = await builtProcess('trainer', await temporaryFolder());
}, 60_000);

it.skipIf(!isMounted)(
  'a session on a disk that is really full (needs root and a mount) waits with everything, and goes on when there is space',
  async () => {
    const folder = join(small, 'work');
    await mkdir(folder);
    await writeFile(join(folder, 'text.txt'), 'a small text for a small disk. '.repeat(40));
    await writeFile(join(folder, 'four.unroll.json'), JSON.stringify(experiment));
    const experimentPath = join(folder, 'four.unroll.json');
    const run = await startTrainer(script, { experimentPath, engine: 'embedded', kernels: 'auto', steps: 1_000_000 });
    const client = await connectSession(run.socket);
    const held = new Promise<RunRecord>((resolve) =>
      client.onProgressed((event) => event.run.problem && resolve(event.run)),
    );
    await client.call('stepOnce', {});
    await fill(join(small, 'ballast'));
    await client.call('resume', {}).catch(() => undefined);
    const { state, problem, step } = await held;
    expect(state).toBe('paused');
    expect(problem?.message).toMatch(/four-1.*could not be written: the disk is full\./);
    await expect(client.call('stop', {})).rejects.toThrow('the disk is full');
    const files = await readdir(join(run.directory, 'checkpoints'));
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(await isWholeCheckpoint(checkpointPath(run.directory, file))).toBe(true);

    await rm(join(small, 'ballast'));
    expect(await client.call('resume', {})).toEqual({ step });
    const ended = new Promise<void>((resolve) => client.onClosed(() => resolve()));
    const { step: last } = await client.call('stop', {});
    await ended;
    const { steps } = (await new RunReader(run.directory).read())!;
    expect([...steps.step]).toEqual(Array.from({ length: last }, (_, index) => index + 1));
    expect(await isWholeCheckpoint(checkpointPath(run.directory, `step-${last}.safetensors`))).toBe(true);
  },
  60_000,
);

const experiment = {
  data: { path: 'text.txt', split: [0.8, 0.1, 0.1] },
  model: { input: 'one-hot', layers: [{ cell: 'gru', units: 4 }] },
  training: { batch: 2, window: 6, epochs: 100_000, checkpointEvery: 5, validationSymbols: 40 },
};

/** Writes until nothing more fits. */
async function fill(path: string): Promise<void> {
  for (let length = 1 << 20; length >= 1;)
    await appendFile(path, Buffer.alloc(length)).catch(() => {
      length = Math.floor(length / 2);
    });
}
