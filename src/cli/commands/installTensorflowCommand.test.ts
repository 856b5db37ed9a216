import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { tensorflowVariable } from '../../protocol/tensorflow';
import { CapturedTerminal } from '../capturedTerminal';
import { parseCommand } from '../parseCommand';
import { installTensorflowCommand } from './installTensorflowCommand';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-install-command-'));
  vi.stubEnv(tensorflowVariable, join(folder, 'tensorflow'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Runs the command with a process that does this instead of the installer. */
async function run(script: string, argv: string[], terminal = new CapturedTerminal(folder)): Promise<CapturedTerminal> {
  const path = join(folder, 'installer.cjs');
  await writeFile(path, `const order = JSON.parse(process.argv[2]); const say = (m) => process.send(m);\n${script}`);
  const command = installTensorflowCommand(path);
  await command.run(parseCommand(command, argv), terminal);
  return terminal;
}

const done = `say({ done: { version: '2.21.0', source: order.task + ' ' + order.directory + ' ' + order.from } });`;

describe('install-tensorflow', () => {
  it('installs into its folder, and says what is there and how to train with it', async () => {
    const { written } = await run(done, []);
    expect(written).toContain('TensorFlow 2.21.0 is installed in');
    expect(written).toContain(`install ${join(folder, 'tensorflow')} undefined`);
    expect(written).toContain('--engine tensorflow');
  });

  it('takes the folder that is named from where the person stands', async () => {
    expect((await run(done, ['--from', 'wheels'])).written).toContain(join(folder, 'wheels'));
  });

  it('removes it, and says so where there was none', async () => {
    expect((await run(done, ['--remove'])).written).toBe('TensorFlow 2.21.0 is removed.\n');
    const none = `say({ done: { version: '', source: '' } });`;
    expect((await run(none, ['--remove'])).written).toBe('Native TensorFlow was not installed.\n');
  });

  it('tells how far it is on standard error: a line a stage, or a bar where a line can change', async () => {
    const script = `say({ progress: { stage: 'downloading', sentence: 'Downloading: 1 MB of 4 MB', bytes: 1e6, totalBytes: 4e6 } });
      say({ progress: { stage: 'building', sentence: 'Compiling the binding' } }); ${done}`;
    expect((await run(script, [])).wrong).toBe('Downloading: 1 MB of 4 MB\nCompiling the binding\n');
    const { wrong } = await run(script, [], new CapturedTerminal(folder, true));
    expect(wrong).toContain('██████░░░░░░░░░░░░░░░░░░ Downloading: 1 MB of 4 MB');
  });

  it('fails with the sentence of the installer', async () => {
    const script = `say({ failed: { message: 'No space.', remedy: 'Make room.' } });`;
    await expect(run(script, [])).rejects.toMatchObject({ message: 'No space.', remedy: 'Make room.' });
  });

  it('fails where the installer dies without a word, with what it said last', async () => {
    const script = `process.stderr.write('out of luck', () => process.exit(3));`;
    await expect(run(script, [])).rejects.toThrow('The installer process ended unexpectedly: 3 out of luck');
  });

  it('passes Ctrl+C on', async () => {
    const terminal = new CapturedTerminal(folder);
    const script = `process.on('message', () => { say({ failed: { message: 'Cancelled.', remedy: 'Again.' } }); process.disconnect(); });`;
    terminal.interrupt();
    await expect(run(script, [], terminal)).rejects.toThrow('Cancelled.');
  });
});
