import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const scripts = join(import.meta.dirname, '../../scripts');

/** A command line that says what it was given, and fails on request. */
const echo = `
const input = require('node:fs').readFileSync(0, 'utf8');
console.log(JSON.stringify({ argv: process.argv.slice(2), cwd: process.cwd(), input }));
process.exitCode = Number(process.argv[2] ?? 0);
`;
const build = `
import { mkdirSync, writeFileSync } from 'node:fs';
console.log('noise of the build');
mkdirSync('dist', { recursive: true });
writeFileSync('dist/cli.cjs', ${JSON.stringify(echo)});
`;

/** An npm that knows two commands: ci makes node_modules, run builds. */
const npm = `#!/bin/sh
echo "npm $1" >> npm.log
case $1 in
  ci) mkdir -p node_modules && cp package-lock.json node_modules/.package-lock.json ;;
  run) exec node esbuild.mjs ;;
esac
`;

vi.setConfig({ testTimeout: 60_000 });

let clone = '';

/** A clone whose installation and build take no time. */
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'unroll-clone-'));
  await cp(scripts, join(clone, 'scripts'), { recursive: true });
  for (const folder of ['src', 'webview-ui', 'bin', 'elsewhere']) await mkdir(join(clone, folder));
  for (const name of ['package.json', 'package-lock.json']) await writeFile(join(clone, name), '{ "packages": {} }');
  await writeFile(join(clone, 'esbuild.mjs'), build);
  await writeFile(join(clone, 'src', 'main.ts'), '');
  await writeFile(join(clone, 'bin', 'npm'), npm);
  await chmod(join(clone, 'bin', 'npm'), 0o755);
});
afterEach(() => rm(clone, { recursive: true }));

function unroll(argv: string[], input = '', env: NodeJS.ProcessEnv = {}) {
  const path = `${join(clone, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
  const child = spawn(process.execPath, [join(clone, 'scripts', 'unroll.mjs'), ...argv], {
    cwd: clone,
    env: { ...process.env, PATH: path, ...env },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (text: Buffer) => (said.out += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said.err += text.toString()));
  child.stdin.end(input);
  return new Promise<{ status: number | null; out: string; err: string }>((resolve) =>
    child.on('close', (status) => resolve({ status, ...said })),
  );
}

const npmCalls = async () => (await readFile(join(clone, 'npm.log'), 'utf8')).trim().split('\n');

describe.skipIf(process.platform === 'win32')('npm run -s unroll in a clone', () => {
  it('installs and builds first, with all of that on standard error', async () => {
    const { status, out, err } = await unroll(['0', 'a b', '--json'], 'typed');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ argv: ['0', 'a b', '--json'], input: 'typed' });
    expect(err).toContain('Installing');
    expect(err).toContain('Building');
    expect(await npmCalls()).toEqual(['npm ci', 'npm run']);
  });

  it('passes the exit status on', async () => {
    expect((await unroll(['7'])).status).toBe(7);
  });

  it('builds again only after a source has changed, and says nothing otherwise', async () => {
    await unroll(['0']);
    expect((await unroll(['0'])).err).toBe('');
    expect(await npmCalls()).toHaveLength(2);
    const later = new Date(Date.now() + 60_000);
    await writeFile(join(clone, 'src', 'main.test.ts'), '');
    await utimes(join(clone, 'src', 'main.test.ts'), later, later);
    await unroll(['0']);
    expect(await npmCalls()).toHaveLength(2);
    await utimes(join(clone, 'src', 'main.ts'), later, later);
    await unroll(['0']);
    expect(await npmCalls()).toHaveLength(3);
  });

  it('builds once where two begin at the same time', async () => {
    const both = await Promise.all([unroll(['0']), unroll(['0'])]);
    expect(both.map(({ status }) => status)).toEqual([0, 0]);
    expect(await npmCalls()).toHaveLength(2);
  });

  it('runs where the person stands, which npm hands over in INIT_CWD', async () => {
    const elsewhere = join(clone, 'elsewhere');
    const byNpm = await unroll(['0'], '', { npm_lifecycle_event: 'unroll', INIT_CWD: elsewhere });
    expect(JSON.parse(byNpm.out)).toMatchObject({ cwd: elsewhere });
    const byHand = await unroll(['0'], '', { npm_lifecycle_event: 'test', INIT_CWD: elsewhere });
    expect(JSON.parse(byHand.out)).toMatchObject({ cwd: clone });
  });

  it('says so and ends with 1 where the build fails', async () => {
    await writeFile(join(clone, 'esbuild.mjs'), 'throw new Error("broken source")');
    const { status, out, err } = await unroll(['0']);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('broken source');
    expect(err).toContain('npm could not build Unroll');
  });
});
