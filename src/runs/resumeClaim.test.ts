import { readdir, writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from './fixtures/exampleRun';
import { claimRun } from './resumeClaim';

describe('going on with a run', () => {
  let folder: string;
  let server: Server;
  let socket: string;
  beforeEach(async () => {
    folder = await temporaryFolder();
    socket = join(await temporaryFolder(), 's.sock');
    server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
  });
  afterEach(() => void server.close());

  it('is granted to one of several sessions that ask at once, and to another when it has given it back', async () => {
    const asked = await Promise.allSettled([1, 2, 3, 4].map(() => claimRun(folder, socket)));
    const granted = asked.filter((each) => each.status === 'fulfilled');
    expect(granted).toHaveLength(1);
    for (const each of asked)
      if (each.status === 'rejected') expect(String(each.reason)).toContain('Another session is going on');
    await granted[0]!.value();
    expect(await readdir(folder)).toEqual([]);
    await (
      await claimRun(folder, socket)
    )();
  });

  it('is granted to one alone also where a session that was killed had claimed it', async () => {
    for (let round = 0; round < 20; round++) {
      await writeFile(join(folder, 'resume.claim'), join(folder, 'gone.sock'));
      const asked = await Promise.allSettled([1, 2, 3, 4].map(() => claimRun(folder, socket)));
      const granted = asked.filter((each) => each.status === 'fulfilled');
      expect(granted.length).toBe(1);
      await granted[0]!.value();
      expect(await readdir(folder)).toEqual([]);
    }
  });

  it('is not refused for the sake of a session that was killed', async () => {
    await writeFile(join(folder, 'resume.claim'), join(folder, 'gone.sock'));
    await (
      await claimRun(folder, socket)
    )();
    expect(await readdir(folder)).toEqual([]);
  });
});
