import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TrainerRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { cleanEnvironment } from './cleanEnvironment';
import { temporaryFolder } from './fixtures/exampleRun';
import { startTrainer } from './startTrainer';

let folder: string;
let request: TrainerRequest;
beforeEach(async () => {
  folder = await temporaryFolder();
  request = { experimentPath: join(folder, 'four.unroll.json'), engine: 'auto', kernels: 'auto' };
});

/** A process in the trainer's place. */
async function scripted(code: string): Promise<string> {
  const path = join(folder, 'script.cjs');
  await writeFile(path, code);
  return path;
}

const failureOf = (start: Promise<unknown>) =>
  start.then(
    () => undefined,
    (error: unknown) => error as UserError,
  );

describe('starting a trainer', () => {
  it('gives what it greets with, and its request as its only argument', async () => {
    const script = await scripted(`
      const { experimentPath } = JSON.parse(process.argv[2]);
      process.send({ started: { runId: experimentPath, directory: 'd', socket: process.env.ELECTRON_RUN_AS_NODE } });
      process.disconnect();
    `);
    expect(await startTrainer(script, request)).toEqual({
      runId: request.experimentPath,
      directory: 'd',
      socket: '1',
    });
  });

  it('fails as the trainer says, and leaves nothing beside the experiment', async () => {
    const script = await scripted(`
      process.send({ failed: { message: 'The text is empty.', remedy: 'Choose another.' } }, () => process.exit(1));
    `);
    const failure = await failureOf(startTrainer(script, request));
    expect(failure).toBeInstanceOf(UserError);
    expect(failure?.text).toBe('The text is empty. Choose another.');
    expect(await readdir(folder)).toEqual(['script.cjs']);
  });

  it('shows the last words of a process that dies before it greets', async () => {
    const script = await scripted(`
      for (let line = 1; line <= 30; line++) console.error('line ' + line);
      throw new TypeError('a bug at the beginning');
    `);
    const failure = await failureOf(startTrainer(script, request));
    expect(failure).toBeInstanceOf(UserError);
    expect(failure?.message).toContain('TypeError: a bug at the beginning');
    expect(failure?.message).not.toContain('line 1\n');
    expect(failure?.message).toContain('ended (1)');
    expect(await readdir(folder)).toEqual(['script.cjs']);
  });

  it('names the signal that killed it', async () => {
    const script = await scripted(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);
    expect((await failureOf(startTrainer(script, request)))?.message).toContain('ended (SIGKILL)');
  });

  it('says so where there is no such script', async () => {
    const failure = await failureOf(startTrainer(join(folder, 'missing.cjs'), request));
    expect(failure).toBeInstanceOf(UserError);
    expect(failure?.message).toContain('missing.cjs');
  });

  it('can be cancelled until it has begun, which ends the process', async () => {
    const script = await scripted(`
      require('fs').writeFileSync(${JSON.stringify(join(folder, 'pid'))}, String(process.pid));
      setInterval(() => {}, 1000);
    `);
    const cancelling = new AbortController();
    const starting = failureOf(startTrainer(script, request, cancelling.signal));
    const processId = await until(async () => Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '')) || 0);
    cancelling.abort();
    expect((await starting)?.message).toContain('cancelled');
    await until(() => Promise.resolve(isGone(processId)));
  });

  it('a cancellation that comes too late does not touch it', async () => {
    const script = await scripted(`
      process.send({ started: { runId: String(process.pid), directory: 'd', socket: 's' } });
      process.disconnect();
      setInterval(() => {}, 1000);
    `);
    const cancelling = new AbortController();
    const { runId } = await startTrainer(script, request, cancelling.signal);
    cancelling.abort();
    await new Promise(setImmediate);
    expect(isGone(Number(runId))).toBe(false);
    process.kill(Number(runId), 'SIGKILL');
  });
});

it("the environment of our processes runs VS Code's executable as Node and carries nothing of VS Code's own", () => {
  const environment = cleanEnvironment(
    { ADDED: '1' },
    {
      PATH: '/bin',
      NODE_OPTIONS: '--inspect',
      VSCODE_PID: '7',
      VSCODE_NLS_CONFIG: '{}',
      ELECTRON_NO_ASAR: '1',
      NODE_CHANNEL_FD: '3',
    },
  );
  expect(environment).toEqual({ PATH: '/bin', ELECTRON_RUN_AS_NODE: '1', ADDED: '1' });
});

it('a run whose log cannot be opened is not resumed, and it is said why', async () => {
  const file = join(await temporaryFolder(), 'run');
  await writeFile(file, '');
  const request: TrainerRequest = { resumeDirectory: file, engine: 'embedded', kernels: 'auto' };
  const failure: unknown = await startTrainer('no-trainer.cjs', request).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(UserError);
  expect((failure as UserError).message).toMatch(/session\.log could not be written: a file stands where its folder/);
});

function isGone(processId: number): boolean {
  try {
    return !process.kill(processId, 0);
  } catch {
    return true;
  }
}

/** Asks again until the answer is yes. */
async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
