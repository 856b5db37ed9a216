import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../protocol/userError';
import { crashed, notWorking } from './problems';
import { removeTensorflow } from './removeTensorflow';
import { FakeMachine, libraries, library, machine, sha256, wheelName, wheelOf } from './testing/fakeMachine';
import { zipOf } from './testing/zip';

const [compute, framework] = machine.libraries;
let fake: FakeMachine;

beforeEach(async () => {
  fake = await FakeMachine.make();
});
afterEach(() => fake.end());

/** The failure of an installation, which must leave nothing in use. */
async function failureOf(work: Promise<unknown>): Promise<UserError> {
  const error = await work.then(
    () => expect.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).remedy).toMatch(/^[A-Z].*\.$/s);
  expect(existsSync(fake.installed)).toBe(false);
  expect(existsSync(fake.at('directory', 'unfinished'))).toBe(false);
  return error as UserError;
}

/** A folder as a person prepares it. */
async function put(files: Record<string, Buffer>, folder = 'folder'): Promise<string> {
  await mkdir(fake.at(folder), { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(fake.at(folder, name), content);
  return fake.at(folder);
}

/** Answers with a file, from where the request wants it. */
function answer(response: ServerResponse, content: Buffer, range: string | undefined): void {
  const from = Number(/bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);
  response.writeHead(range ? 206 : 200, { 'content-length': content.length - from });
  response.end(content.subarray(from));
}

describe('native TensorFlow is installed', () => {
  beforeEach(() => fake.compiler());

  it.each([
    ['libraries', () => libraries],
    ['a wheel', () => ({ [wheelName]: wheelOf() })],
    [
      'a jar for Java',
      () => ({
        'tensorflow-core-native-1.2.0-linux-x86_64.jar': zipOf(
          Object.fromEntries(Object.entries(libraries).map(([name, each]) => [`org/tensorflow/${name}`, each])),
        ),
      }),
    ],
  ])('from a folder with %s, with the binding compiled and all sums noted', async (_, files) => {
    const manifest = await fake.install({ from: await put(files()) });
    expect(manifest).toMatchObject({ version: '2.21.0', platform: 'linux-x64' });
    expect(JSON.parse(await readFile(join(fake.installed, 'manifest.json'), 'utf8'))).toEqual(manifest);
    expect(Object.keys(manifest.files).sort()).toEqual([compute, framework, 'standardError.node', 'tfjs_binding.node']);
    for (const [name, { bytes, sha256: sum }] of Object.entries(manifest.files)) {
      const content = await readFile(join(fake.installed, name));
      expect([content.length, sha256(content)], name).toEqual([bytes, sum]);
    }
    expect(await readFile(join(fake.installed, 'standardError.node'), 'utf8')).toContain('standardError.cc');
    expect((await readdir(fake.at('directory'))).sort()).toEqual(['installed']);
  });

  it('from the TensorFlow of a Python that is here, without a download', async () => {
    const folder = await put(libraries);
    const sum = (name: string) => Buffer.from(sha256(libraries[name]!), 'hex').toString('base64url');
    const files = machine.libraries.map((name) => ({ path: join(folder, name), sum: sum(name) }));
    await writeFile(fake.at('answer'), JSON.stringify({ version: '2.20.1', files }));
    await fake.program('python3', `/bin/cat '${fake.at('answer')}'`);
    expect((await fake.install({}, { tryOut: async () => '2.20.1' })).source).toContain('TensorFlow 2.20.1 of python3');
    const [before, after] = await Promise.all([stat(join(folder, compute)), stat(join(fake.installed, compute))]);
    expect(after.ino).toBe(before.ino);
  });

  it('by pip, with its progress in bytes', async () => {
    const wheel = wheelOf();
    await fake.pip(
      await fake.serve((request, response) => answer(response, wheel, request.headers.range)),
      sha256(wheel),
    );
    expect((await fake.install()).source).toBe(wheelName);
    const downloaded = fake.told.filter(({ stage }) => stage === 'downloading').at(-1);
    expect(downloaded).toMatchObject({ bytes: wheel.length, totalBytes: wheel.length });
    expect(downloaded!.sentence).toMatch(/^Downloading: .* of .*B$/);
  });

  it('by Maven, where there is no pip', async () => {
    const jar = 'tensorflow-core-native-1.2.0-linux-x86_64.jar';
    await put({ [jar]: zipOf(libraries) });
    await fake.program('mvn', `[ "$1" = --version ] || /bin/cp '${fake.at('folder', jar)}' .`);
    expect((await fake.install()).source).toBe(jar);
  });

  it('with the binding that the package has for this machine, where no compiler is', async () => {
    await fake.program('c++', 'exit 1');
    await put(
      {
        platform: Buffer.from('linux-x64\n'),
        'tfjs_binding.node': Buffer.from('b'),
        'standardError.node': Buffer.from('s'),
      },
      'parts/prebuilt',
    );
    await fake.install({ from: await put(libraries) });
    expect(await readFile(join(fake.installed, 'tfjs_binding.node'), 'utf8')).toBe('b');
  });

  it('with one compiled here, where that of the package crashes', async () => {
    const prebuilt = {
      platform: Buffer.from('linux-x64'),
      'tfjs_binding.node': Buffer.from('b'),
      'standardError.node': Buffer.from(''),
    };
    await put(prebuilt, 'parts/prebuilt');
    const tryOut = async (folder: string) => {
      if ((await readFile(join(folder, 'tfjs_binding.node'), 'utf8')) === 'b') throw crashed('SIGSEGV', '');
      return '2.21.0';
    };
    await fake.install({ from: await put(libraries) }, { tryOut });
    expect(await readFile(join(fake.installed, 'tfjs_binding.node'), 'utf8')).toContain('tfjs_binding.cc');
  });

  it('goes on with half a download', async () => {
    const wheel = wheelOf();
    let isBroken = true;
    let breakOff = (): unknown => undefined;
    const url = await fake.serve((request, response) => {
      if (!isBroken) return answer(response, wheel, request.headers.range);
      if (request.headers.range) return response.destroy();
      response.writeHead(200, { 'content-length': wheel.length });
      response.write(wheel.subarray(0, 200));
      breakOff = () => response.destroy();
    });
    await fake.pip(url, sha256(wheel));
    const failure = await failureOf(fake.install({ tell: ({ bytes }) => bytes && breakOff() }));
    expect(failure.message).toMatch(/^The download broke off after 200 B/);
    isBroken = false;
    fake.requests.length = 0;
    await fake.install();
    expect(fake.requests.map(({ range }) => range)).toEqual(['bytes=200-']);
  });

  it('is removed with all that belongs to it', async () => {
    await fake.install({ from: await put(libraries) });
    expect(await removeTensorflow(fake.at('directory'))).toMatchObject({ version: '2.21.0' });
    expect(existsSync(fake.at('directory'))).toBe(false);
    expect(await removeTensorflow(fake.at('directory'))).toBeUndefined();
  });
});

describe('what was installed before is still in use', () => {
  beforeEach(() => fake.compiler());

  it('where the next installation fails', async () => {
    await fake.install({ from: await put(libraries) });
    await fake.install({ from: fake.at('nowhere') }).catch(() => undefined);
    expect(await readdir(fake.installed)).toContain('manifest.json');
  });
});

/** A library whose header says that there is more of it. */
const cutOff = library('half');
cutOff.writeBigUInt64LE(1000n, 40);

describe('a sentence says what is wrong and what to do:', () => {
  beforeEach(() => fake.compiler());

  it('no network', async () => {
    await fake.pip('http://127.0.0.1:9/tensorflow_cpu-2.21.0-x.whl', 'a'.repeat(64));
    const { message, remedy } = await failureOf(fake.install());
    expect(message).toContain('Pip could not fetch it: ERROR: no way to the index.');
    expect(message).toContain('There is no Maven.');
    expect(remedy).toContain('pip download --no-deps');
  });

  it('a download that is not what the registry says', async () => {
    const wheel = wheelOf();
    await fake.pip(
      await fake.serve((request, response) => answer(response, wheel, request.headers.range)),
      'b'.repeat(64),
    );
    expect((await failureOf(fake.install())).message).toContain('arrived damaged');
    expect(await readdir(fake.at('directory', 'downloads'))).toEqual([]);
  });

  it.each([
    ['half an archive', wheelOf().subarray(0, 300), /is damaged: /],
    ['a damaged library in it', wheelOf(libraries, { [compute]: library('Compute') }), /the SHA-256 of .* is wrong/],
    ['a library missing in it', wheelOf({ [compute]: libraries[compute]! }), /libtensorflow_framework.* is not in it/],
  ])('%s', async (_, wheel, message) => {
    expect((await failureOf(fake.install({ from: await put({ [wheelName]: wheel }) }))).message).toMatch(message);
  });

  it.each([
    ['a library for another machine', library('x', 183), /is for linux-arm64, and this machine is linux-x64/],
    ['half a library', cutOff, /is not whole: its end is missing/],
    ['a file that is no library', Buffer.from('hello'), /is no shared library/],
  ])('%s', async (_, wrong, message) => {
    const from = await put({ ...libraries, [framework]: wrong });
    expect((await failureOf(fake.install({ from }))).message).toMatch(message);
  });

  it('a folder without TensorFlow', async () => {
    const { message, remedy } = await failureOf(fake.install({ from: fake.at('folder') }));
    expect(message).toContain(`${fake.at('folder')} has no TensorFlow`);
    expect(remedy).toContain('libtensorflow_cc.so.2');
  });

  it('another version of TensorFlow, by the name of its wheel and by what it says itself', async () => {
    const from = await put({ [wheelName.replace('2.21', '2.9')]: wheelOf() });
    expect((await failureOf(fake.install({ from }))).message).toContain('This is TensorFlow 2.9.0');
    const own = fake.install({ from: await put(libraries, 'other') }, { tryOut: async () => '3.0.0' });
    expect((await failureOf(own)).message).toContain('This is TensorFlow 3.0.0');
  });

  it('no compiler, and one that fails', async () => {
    const from = await put(libraries);
    await fake.program('c++', 'exit 1');
    expect((await failureOf(fake.install({ from }))).message).toContain('there is no C++ compiler');
    const failing = 'echo "fatal error: no such header" >&2; echo compilation terminated >&2; exit 1';
    await fake.program('c++', `[ "$1" = --version ] && exit 0; ${failing}`);
    expect((await failureOf(fake.install({ from }))).message).toContain('c++: fatal error: no such header.');
  });

  it('no space, with how much is needed', async () => {
    const { message } = await failureOf(fake.install({}, { freeBytes: async () => 3e8 }));
    expect(message).toMatch(/needs 1\.2 GB, and the disk of .* has 300 MB/);
  });

  it.each([
    ['a crash while it loads', crashed('SIGSEGV', 'boom'), /crashed while it was tried \(SIGSEGV\)/, /embedded engine/],
    [
      'another C library',
      notWorking("/lib/libc.so.6: version `GLIBC_2.38' not found"),
      /does not work here: .*GLIBC/,
      /another C library/,
    ],
    ['a symbol that is missing', notWorking('undefined symbol: TFE_NewOp'), /undefined symbol/, /another TensorFlow/],
  ])('%s', async (_, error, message, remedy) => {
    const tryOut = () => Promise.reject(error);
    const failure = await failureOf(fake.install({ from: await put(libraries) }, { tryOut }));
    expect(failure.message).toMatch(message);
    expect(failure.remedy).toMatch(remedy);
  });

  it('cancelling, in the middle of a download, which is kept', async () => {
    const wheel = wheelOf();
    const url = await fake.serve((_, response) => {
      response.writeHead(200, { 'content-length': wheel.length });
      response.write(wheel.subarray(0, 100));
    });
    await fake.pip(url, sha256(wheel));
    const tell = ({ stage, bytes }: { stage: string; bytes?: number }) => {
      if (stage === 'downloading' && bytes) fake.controller.abort();
    };
    expect((await failureOf(fake.install({ tell }))).message).toContain('was cancelled; nothing of it is in use');
    expect(await readdir(fake.at('directory', 'downloads'))).toEqual([`${wheelName}.part`]);
  });

  it('another process that installs already', async () => {
    await writeFile(fake.at('directory', 'lock'), String(process.ppid));
    expect((await failureOf(fake.install())).message).toContain(`by process ${process.ppid}`);
  });
});
