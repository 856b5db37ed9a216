import { chmod, mkdir, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../protocol/rpc';
import type { SessionMethods } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { exampleRecord, temporaryFolder } from './fixtures/exampleRun';
import type { SessionClient } from './sessionClient';
import { connectSession } from './sessionClient';
import { SessionServer } from './sessionServer';
import { makePrivate, removeStaleSockets } from './socketFolder';

const record = exampleRecord('four-1');
const logged: unknown[] = [];
let hangUp: () => void;

/** A session whose answers are known. */
const handlers: Handlers<SessionMethods> = {
  describe: () => record,
  pause: () => ({ step: 3 }),
  resume: () => Promise.reject(new UserError('The disk is full.', 'Free some space.')),
  stepOnce: () => {
    throw new TypeError('a bug');
  },
  stop: () => {
    setImmediate(hangUp);
    return { step: 4 };
  },
  setLearningRate: (params) => params,
  sample: () => new Promise(() => undefined),
};

const framed = (body: string): string => `Content-Length: ${body.length}\r\n\r\n${body}`;

describe('a session and those who are attached to it', () => {
  let server: SessionServer;
  let client: SessionClient;
  beforeEach(async () => {
    server = await SessionServer.listen((error) => logged.push(error));
    hangUp = () => void server.close();
    server.serve(handlers);
    client = await connectSession(server.socket);
  });
  afterEach(async () => {
    client.dispose();
    await server.close().catch(() => undefined);
  });

  it('questions are answered with what was asked', async () => {
    expect(await client.call('describe', {})).toEqual(record);
    expect(await client.call('setLearningRate', { value: 0.125 })).toEqual({ value: 0.125 });
  });

  it('a failure that a person can mend arrives with its remedy', async () => {
    const failure = await client.call('resume', {}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).text).toBe('The disk is full. Free some space.');
  });

  it('a bug arrives as an ordinary error and is logged where it happened', async () => {
    const failure = await client.call('stepOnce', {}).catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(UserError);
    expect((failure as Error).message).toBe('a bug');
    expect(logged.at(-1)).toBeInstanceOf(TypeError);
  });

  it('everyone attached is told of progress, by every listener that it has', async () => {
    const other = await connectSession(server.socket);
    await Promise.all([client.call('describe', {}), other.call('describe', {})]);
    const told = Promise.all(
      [client, client, other].map(
        (each) => new Promise((resolve) => each.onProgressed(({ run }) => resolve(run.step))),
      ),
    );
    server.announce({ ...record, step: 42 });
    expect(await told).toEqual([42, 42, 42]);
    other.dispose();
  });

  it('the end comes last: the answer to stop and the last progress arrive before it', async () => {
    const heard: string[] = [];
    client.onProgressed(({ run }) => heard.push(run.state));
    const closed = new Promise<void>((resolve) => client.onClosed(() => resolve()));
    const stopping = client.call('stop', {}).then(({ step }) => heard.push(`stopped at ${step}`));
    hangUp = () => {
      server.announce({ ...record, state: 'stopped' });
      void server.close();
    };
    await closed;
    await stopping;
    expect(heard.sort()).toEqual(['stopped', 'stopped at 4']);
  });

  it('everything that was told before the end is heard before it', async () => {
    await client.call('describe', {});
    const heard: number[] = [];
    client.onProgressed(({ run }) => heard.push(run.step));
    const steps = Array.from({ length: 15 }, (_, step) => step);
    for (const step of steps) server.announce({ ...record, step });
    const closed = new Promise<void>((resolve) => client.onClosed(() => resolve()));
    await Promise.all([server.close(), closed]);
    expect(heard).toEqual(steps);
  });

  it('whoever waits for an answer when the session dies, or asks a dead one, is told that it has ended', async () => {
    const waiting = client.call('sample', { length: 1, temperature: 1 }).catch((error: unknown) => error);
    await client.call('describe', {});
    await server.close();
    expect(await waiting).toBeInstanceOf(UserError);
    expect(((await waiting) as UserError).message).toBe('The session has ended.');
    await expect(client.call('pause', {})).rejects.toThrow('The session has ended.');
    await expect(connectSession(server.socket)).rejects.toThrow('The session has ended.');
  });

  it.each([
    'no header at all\r\n\r\n',
    'Content-Length: many\r\n\r\n',
    'Content-Length: 999999999999\r\n\r\n{',
    ...[
      'null',
      '7',
      '{',
      '[1, 2]',
      '{}',
      '{"jsonrpc":"2.0","id":1}',
      '{"jsonrpc":"2.0","id":null,"method":"stop"}',
    ].map(framed),
    ...[
      '{"id":1,"result":{}}',
      '{"method":"progressed","params":7}',
      '{"id":{},"method":"describe","params":[[]]}',
    ].map(framed),
    framed('{"jsonrpc":"2.0","id":1,"method":"setLearningRate","params":null}'),
  ])('one who sends %j is no harm to the others', async (nonsense) => {
    const stranger = connect(server.socket);
    stranger.on('error', () => undefined).resume();
    await new Promise<void>((resolve) => stranger.write(nonsense, () => resolve()));
    expect(await client.call('describe', {})).toEqual(record);
    server.announce(record);
    stranger.destroy();
    expect(await client.call('pause', {})).toEqual({ step: 3 });
  });

  it('one who speaks another language is hung up on', async () => {
    const stranger = connect(server.socket);
    const hungUp = new Promise<void>((resolve) => stranger.on('close', () => resolve()).on('error', () => undefined));
    stranger.resume().write('Content-Length: many\r\n\r\n');
    await hungUp;
    expect(await client.call('pause', {})).toEqual({ step: 3 });
  });

  it('one who dies while it waits for an answer, or never reads, is no harm to the others', async () => {
    const silent = connect(server.socket)
      .on('error', () => undefined)
      .pause();
    const dying = await Promise.all([1, 2, 3].map(() => connectSession(server.socket)));
    const asked = dying.map((each) => each.call('describe', {}).catch(() => undefined));
    for (const each of dying) each.dispose();
    const large = { ...record, experimentPath: 'x'.repeat(100_000) };
    for (let i = 0; i < 200; i++) server.announce(large);
    expect(await client.call('describe', {})).toEqual(record);
    for (let i = 0; i < 200; i++) server.announce(large);
    expect(await client.call('pause', {})).toEqual({ step: 3 });
    await Promise.all(asked);
    silent.destroy();
  });

  it('the socket is in a folder that only its user can open, under a path that fits every system', async () => {
    if (process.platform === 'win32') return;
    const folder = await stat(dirname(server.socket));
    expect(folder.mode & 0o777).toBe(0o700);
    expect(Buffer.byteLength(server.socket)).toBeLessThan(100);
  });
});

it('whoever connects before the session can answer waits for it', async () => {
  const server = await SessionServer.listen(() => undefined);
  const client = await connectSession(server.socket);
  const answer = client.call('pause', {});
  server.serve(handlers);
  expect(await answer).toEqual({ step: 3 });
  client.dispose();
  await server.close();
});

describe.skipIf(process.platform === 'win32')('the folder of the sockets', () => {
  it('is closed to others where it stood open', async () => {
    const folder = join(await temporaryFolder(), 'open');
    await mkdir(folder);
    await chmod(folder, 0o777);
    await makePrivate(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it('is refused where it is a link or a file', async () => {
    const folder = await temporaryFolder();
    await symlink(folder, join(folder, 'link'));
    await writeFile(join(folder, 'file'), '');
    await expect(makePrivate(join(folder, 'link'))).rejects.toThrow('it is not a folder');
    await expect(makePrivate(join(folder, 'file'))).rejects.toThrow('it is not a folder');
  });

  it('loses old sockets that nobody listens on, and no others', async () => {
    const folder = await temporaryFolder();
    const [live, stale, young] = ['00', '11', '22'].map((two) => join(folder, `${two.repeat(8)}.sock`));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(live, resolve));
    for (const path of [stale!, young!, join(folder, 'mine')]) await writeFile(path, '');
    for (const path of [live!, stale!, join(folder, 'mine')]) await utimes(path, 1e9, 1e9);
    await removeStaleSockets(folder);
    const left = await Promise.all([live!, stale!, young!, join(folder, 'mine')].map(isThere));
    expect(left).toEqual([true, false, true, true]);
    server.close();
  });

  const isThere = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
});
