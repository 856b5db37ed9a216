import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../protocol/userError';
import { temporaryFolder } from './fixtures/exampleRun';
import { InspectorClient } from './inspectorClient';

let client: InspectorClient;
let script: string;
beforeEach(async () => {
  script = join(await temporaryFolder(), 'inspector.cjs');
});
afterEach(() => client.dispose());

/** An inspector that knows its process number, an environment variable, and how to crash. */
async function startScripted(environment?: NodeJS.ProcessEnv, deafMs?: number): Promise<void> {
  await writeFile(
    script,
    `process.on('disconnect', () => process.exit());
     process.on('message', ({ id, method, params }) => {
       if (params.path === 'crash') { console.error('out of luck'); setTimeout(() => process.exit(9), 20); return; }
       if (params.path === 'never') return;
       if (params.path === 'loop') for (;;) {}
       const result = { bytes: process.pid, symbols: Number(process.env.ANSWER), vocabulary: 0 };
       process.send({ jsonrpc: '2.0', id, result });
     });`,
  );
  client = new InspectorClient(script, environment, deafMs);
}

describe('the inspector process', () => {
  it('starts with the first question and answers the next ones too', async () => {
    await startScripted({ ANSWER: '42' });
    const first = await client.call('describeData', { path: 'a' });
    const second = await client.call('describeData', { path: 'b' });
    expect(first.symbols).toBe(42);
    expect(first.bytes).not.toBe(process.pid);
    expect(second.bytes).toBe(first.bytes);
  });

  it('is started again after a crash, which everyone who waited is told of', async () => {
    await startScripted();
    const { bytes: firstId } = await client.call('describeData', { path: 'a' });
    const asked = ['never', 'crash'].map((path) =>
      client.call('describeData', { path }).catch((error: unknown) => error),
    );
    for (const failure of await Promise.all(asked)) {
      expect(failure).toBeInstanceOf(UserError);
      expect((failure as UserError).message).toContain('out of luck');
    }
    const { bytes: secondId } = await client.call('describeData', { path: 'a' });
    expect(secondId).not.toBe(firstId);
  });

  it('is ended where it does not hear that a question is cancelled, as a cell of its own may loop for ever', async () => {
    await startScripted({}, 100);
    const { bytes: firstId } = await client.call('describeData', { path: 'a' });
    const cancelled = new AbortController();
    const waiting = client.call('describeData', { path: 'loop' }, cancelled.signal).catch((error: unknown) => error);
    cancelled.abort();
    expect(await waiting).toBeInstanceOf(UserError);
    expect(((await waiting) as UserError).message).toContain('It did not listen any more and was ended.');
    const { bytes: secondId } = await client.call('describeData', { path: 'a' });
    expect(secondId).not.toBe(firstId);
  });

  it('is not ended where it still says something after a cancellation', async () => {
    await startScripted({}, 300);
    const cancelled = new AbortController();
    const { bytes: firstId } = await client.call('describeData', { path: 'a' });
    const waiting = client.call('describeData', { path: 'never' }, cancelled.signal).catch((error: unknown) => error);
    cancelled.abort();
    await client.call('describeData', { path: 'b' });
    await new Promise((resolve) => setTimeout(resolve, 400)); // longer than it may be deaf
    expect((await client.call('describeData', { path: 'a' })).bytes).toBe(firstId);
    client.dispose();
    await waiting;
  });

  it('ends when it is disposed of, and whoever waits is told', async () => {
    await startScripted();
    const { bytes: processId } = await client.call('describeData', { path: 'a' });
    const waiting = client.call('describeData', { path: 'never' }).catch((error: unknown) => error);
    client.dispose();
    expect(await waiting).toBeInstanceOf(UserError);
    while (isAlive(processId)) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it('that cannot be started fails with its last words', async () => {
    client = new InspectorClient(join(script, '..', 'missing.cjs'));
    const failure = await client.call('describeEngines', {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).message).toContain('missing.cjs');
  });
});

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}
