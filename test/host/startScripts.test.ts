import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';
import { ensureInstalled } from '../../scripts/startInstall.mjs';
import { prepareSampleWorkspace } from '../../scripts/startWorkspace.mjs';

const before = { ...process.env };
let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'unroll-start-'))));
afterEach(async () => {
  process.env = { ...before };
  await rm(folder, { recursive: true });
});

async function write(files: Record<string, string>) {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

const packages = (versions: Record<string, object>) => JSON.stringify({ packages: versions });

describe('what npm start puts into the sample workspace', () => {
  beforeEach(() => write({ 'examples/a/a.unroll.json': '{}', 'dist/samples/a.txt': 'a text' }));

  it('is every sample with its text, side by side', async () => {
    const workspace = await prepareSampleWorkspace(folder);
    expect(await readFile(join(workspace, 'a.unroll.json'), 'utf8')).toBe('{}');
    expect(await readFile(join(workspace, 'a.txt'), 'utf8')).toBe('a text');
  });

  it('never goes over what a person has changed there', async () => {
    const changed = join(await prepareSampleWorkspace(folder), 'a.unroll.json');
    await writeFile(changed, '{ "mine": 1 }');
    await prepareSampleWorkspace(folder);
    expect(await readFile(changed, 'utf8')).toBe('{ "mine": 1 }');
  });
});

describe.skipIf(process.platform === 'win32')('npm ci of npm start', () => {
  const wanted = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  /** An npm that notes how it was called, and fails as often as told. */
  beforeEach(async () => {
    await write({
      'package-lock.json': packages(wanted),
      'bin/npm': '#!/bin/sh\necho "npm says $@"\necho $@ >> calls\nexit ${FAIL:-0}\n',
    });
    await chmod(join(folder, 'bin', 'npm'), 0o755);
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${before['PATH'] ?? ''}`;
  });
  const calls = () => readFile(join(folder, 'calls'), 'utf8').catch(() => '');
  const install = () => ensureInstalled(folder, () => {});
  const nodeModules = (versions: Record<string, object>) =>
    write({ 'node_modules/.package-lock.json': packages(versions) });

  it('runs without node_modules', async () => {
    await install();
    expect(await calls()).toMatch(/^ci --ignore-scripts /);
  });

  it('runs after the lockfile has another version or one more package', async () => {
    await nodeModules({ 'node_modules/a': { version: '0.9.0' } });
    await install();
    expect(await calls()).not.toBe('');
    await rm(join(folder, 'calls'));
    await nodeModules({ 'node_modules/b': { version: '2.0.0' } });
    await install();
    expect(await calls()).not.toBe('');
  });

  it('does not run where all is there, an optional package aside', async () => {
    await nodeModules({ 'node_modules/a': { version: '1.0.0' } });
    await install();
    expect(await calls()).toBe('');
  });

  it('says what npm says where it fails', async () => {
    process.env['FAIL'] = '3';
    await expect(install()).rejects.toMatchObject({
      name: 'StartProblem',
      message: expect.stringContaining('npm says ci') as string,
    });
  });
});

it('the browser named in CHROME_PATH comes before all others, one that is not there is passed over', async () => {
  await write({ chrome: '' });
  process.env['CHROME_PATH'] = join(folder, 'chrome');
  expect(findChromium()).toBe(join(folder, 'chrome'));
  process.env['CHROME_PATH'] = join(folder, 'none');
  expect(findChromium()).not.toBe(join(folder, 'none'));
});
