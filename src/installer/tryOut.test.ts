import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryInProcess } from './tryOut';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-try-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Tries with a process that does this instead. */
async function tryWith(script: string, signal = new AbortController().signal): Promise<string> {
  const path = join(folder, 'try.cjs');
  await writeFile(path, script);
  return tryInProcess(path)('/installed', signal);
}

describe('the trial of native TensorFlow', () => {
  it('is given the folder and answers the version', async () => {
    const script = `const { task, directory } = JSON.parse(process.argv[2]);
      process.send({ done: { version: task + directory, source: '' } }, () => process.exit(0));`;
    expect(await tryWith(script)).toBe('try/installed');
  });

  it('that crashes ends its own process alone, and its last words are told', async () => {
    const script = `process.stderr.write('corrupted\\n', () => process.kill(process.pid, 'SIGSEGV'));`;
    await expect(tryWith(script)).rejects.toThrow('crashed while it was tried (SIGSEGV). corrupted');
  });

  it('says why it does not work', async () => {
    const script = `process.send({ failed: { message: 'Wrong numbers.', remedy: 'Another one.' } }, () => process.exit(1));`;
    await expect(tryWith(script)).rejects.toMatchObject({ message: 'Wrong numbers.', remedy: 'Another one.' });
  });

  it('ends when the person cancels', async () => {
    const controller = new AbortController();
    const work = tryWith('setInterval(() => {}, 1000);', controller.signal);
    controller.abort();
    await expect(work).rejects.toThrow(/abort/i);
  });
});
