import { spawn, spawnSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf } from '../../scripts/vscodeHostAddress.mjs';
import { linkExtension } from '../../scripts/vscodeHostExtension.mjs';
import { serverEnvironment, serverFlags } from '../../scripts/vscodeHostFlags.mjs';
import { withLock } from '../../scripts/vscodeHostLock.mjs';
import { isGroupRunning, stopGroup } from '../../scripts/vscodeHostProcess.mjs';
import { settingsPath, writeSettings } from '../../scripts/vscodeHostSettings.mjs';
import { Logger } from './modules/spdlog/index.js';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'unroll-host-'))));
afterEach(() => rm(folder, { recursive: true }));

describe('the lock of an installation', () => {
  it('lets one in after the other', async () => {
    const path = join(folder, 'lock');
    const order: string[] = [];
    const turn = (name: string) =>
      withLock(path, async () => {
        order.push(`${name} in`);
        await stat(folder);
        order.push(`${name} out`);
      });
    await Promise.all([turn('a'), turn('b')]);
    expect(order.map((each) => each.slice(2))).toEqual(['in', 'out', 'in', 'out']);
  });

  it('counts for nothing when its process has gone', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    await writeFile(join(folder, 'lock'), String(gone));
    expect(await withLock(join(folder, 'lock'), async () => 'in')).toBe('in');
  });

  it('is given back after a failure', async () => {
    await expect(withLock(join(folder, 'lock'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('an extension installed by a link', () => {
  const extensions = () => join(folder, 'ext');
  const install = async (version: string) => {
    await mkdir(join(folder, 'it'), { recursive: true });
    await writeFile(join(folder, 'it', 'package.json'), JSON.stringify({ publisher: 'p', name: 'n', version }));
    await linkExtension(extensions(), join(folder, 'it'));
  };
  const listed = async () =>
    JSON.parse(await readFile(join(extensions(), 'extensions.json'), 'utf8')) as { version: string }[];

  it('is listed beside others, and a newer version takes its place', async () => {
    await mkdir(extensions());
    await writeFile(join(extensions(), 'extensions.json'), '[{"identifier":{"id":"other.one"},"version":"9.0.0"}]');
    await install('1.0.0');
    await install('1.1.0');
    expect((await listed()).map(({ version }) => version)).toEqual(['9.0.0', '1.1.0']);
    expect((await readdir(extensions())).sort()).toEqual(['extensions.json', 'p.n-1.1.0']);
    expect((await lstat(join(extensions(), 'p.n-1.1.0'))).isSymbolicLink()).toBe(true);
  });

  it('is back after somebody has uninstalled it', async () => {
    await install('1.0.0');
    await writeFile(join(extensions(), 'extensions.json'), '[]');
    await writeFile(join(extensions(), '.obsolete'), '{"p.n-1.0.0":true}');
    await install('1.0.0');
    expect(await listed()).toHaveLength(1);
    expect(await readdir(extensions())).not.toContain('.obsolete');
  });
});

describe('the settings of a host', () => {
  const settings = async () => JSON.parse(await readFile(settingsPath(folder), 'utf8')) as Record<string, unknown>;

  it('go over the defaults', async () => {
    await writeSettings(folder, { 'telemetry.telemetryLevel': 'all', mine: 1 });
    expect(await settings()).toMatchObject({
      'telemetry.telemetryLevel': 'all',
      mine: 1,
      'chat.disableAIFeatures': true,
    });
  });

  it('stay as the person has left them where they are to be kept', async () => {
    await writeSettings(folder, { mine: 1 });
    await writeSettings(folder, { mine: 2 }, { keep: true });
    expect(await settings()).toMatchObject({ mine: 1 });
  });
});

it('the address names folder, extension and file, with spaces and accents encoded', () => {
  const address = addressOf(8000, { which: 'newest', home: folder, workspace: '/a b', extensionDirectory: '/é' });
  const url = new URL(address([['extensionTestsPath', '/t.cjs']]));
  expect(url.searchParams.get('folder')).toBe('/a b');
  expect(JSON.parse(url.searchParams.get('payload')!)).toEqual([
    ['extensionDevelopmentPath', 'vscode-remote://127.0.0.1:8000/%C3%A9'],
    ['extensionTestsPath', 'vscode-remote://127.0.0.1:8000/t.cjs'],
  ]);
});

it('only a host for an extension under development hides toasts', () => {
  const driver = 'enable-smoke-test-driver';
  expect(serverFlags(folder, { which: 'newest', home: folder, extensionDirectory: '/e' })).toContain(driver);
  expect(serverFlags(folder, { which: 'newest', home: folder, linkedExtension: '/e' })).not.toContain(driver);
  expect(serverFlags(folder, { which: 'oldest', home: folder, extensionDirectory: '/e' })).not.toContain(driver);
});

it('a server does not see what npm, vitest or another VS Code has set', () => {
  const names = Object.keys(serverEnvironment(folder));
  expect(process.env['VITEST']).toBeDefined();
  expect(names).not.toContain('VITEST');
  expect(names).toContain('PATH');
});

it.skipIf(process.platform === 'win32')('stopping ends a whole process group and nothing beside it', async () => {
  const keepAlive = 'setInterval(() => {}, 1000)';
  const group = `require('child_process').spawn(process.execPath, ['-e', '${keepAlive}'], { stdio: 'inherit' }); console.log('up'); ${keepAlive}`;
  const server = spawn(process.execPath, ['-e', group], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const other = spawn(process.execPath, ['-e', keepAlive], { detached: true, stdio: 'ignore' });
  await new Promise((resolve) => server.stdout.once('data', resolve));
  await stopGroup(server.pid!);
  expect([isGroupRunning(server.pid!), isGroupRunning(other.pid!)]).toEqual([false, true]);
  await stopGroup(other.pid!);
});

it('a full log file moves aside, and the oldest goes', async () => {
  const logger = new Logger('rotating', 'log', join(folder, 'it.log'), 10, 2);
  logger.clearFormatters();
  for (const text of ['a', 'b', 'c', 'd']) logger.info(text.repeat(11));
  logger.debug('below the level');
  expect((await readdir(folder)).sort()).toEqual(['it.1.log', 'it.2.log', 'it.log']);
  expect(await readFile(join(folder, 'it.log'), 'utf8')).toBe('d'.repeat(11));
  expect(await readFile(join(folder, 'it.2.log'), 'utf8')).toBe('b'.repeat(11));
});
