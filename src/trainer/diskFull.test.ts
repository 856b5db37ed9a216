import { appendFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { RunRecord } from '../protocol/run';
import { checkpointPath } from '../runs/checkpointFiles';
import { isWholeCheckpoint } from '../runs/tornCheckpoint';
import { builtProcess } from '../runs/fixtures/buildProcess';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { mountSmall } from '../runs/fixtures/mounts';
import { RunReader } from '../runs/runReader';
import { connectSession } from '../runs/sessionClient';
import { startTrainer } from '../runs/startTrainer';

const disk = mountSmall('size=2m');

let script: string;
beforeAll(async () => {
  script = await builtProcess('trainer', await temporaryFolder());
}, 60_000);

it.skipIf(disk.whyNot)(
  `a session on a disk that is really full (${disk.whyNot ?? 'mounted'}) waits with everything, and goes on when there is space`,
  async () => {
    const folder = join(disk.folder, 'work');
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
    await fill(join(disk.folder, 'ballast'));
    await client.call('resume', {}).catch(() => undefined);
    const { state, problem, step } = await held;
    expect(state).toBe('paused');
    expect(problem?.message).toMatch(/four-1.*could not be written: the disk is full\./);
    await expect(client.call('stop', {})).rejects.toThrow('the disk is full');
    const files = await readdir(join(run.directory, 'checkpoints'));
    expect(files.filter((file) => file.endsWith('.tmp'))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(await isWholeCheckpoint(checkpointPath(run.directory, file))).toBe(true);

    await rm(join(disk.folder, 'ballast'));
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
