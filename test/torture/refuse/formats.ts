import fc from 'fast-check';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byteChange } from './mutateBytes';
import { changeJson, jsonChange } from './mutateJson';

/** A malformed input: spoils the fixture that lies in a folder. */
export interface Spoiling {
  /** What was done, for the report. */
  sentence: string;
  spoil(folder: string): Promise<void>;
}

/** A format that people hand to the lab, the commands that read it, and what a refusal must name. */
export interface Format {
  name: string;
  spoilings: fc.Arbitrary<Spoiling>;
  commands: string[][];
  /** Any of these stands in every refusal. */
  names: RegExp;
}

const runFolder = '.unroll/runs/e-1';
const weights = `${runFolder}/checkpoints/step-8.safetensors`;
const show = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 200);

/** A file changed as bytes. */
const spoiltBytes = (file: string): fc.Arbitrary<Spoiling> =>
  fc.array(byteChange, { minLength: 1, maxLength: 2 }).map((changes) => ({
    sentence: `${file}: bytes changed`,
    async spoil(folder) {
      const path = join(folder, file);
      let bytes: Buffer = await readFile(path);
      for (const change of changes) bytes = change(bytes);
      await writeFile(path, bytes);
    },
  }));

/** A JSON file changed by its structure. */
const spoiltJson = (file: string): fc.Arbitrary<Spoiling> =>
  fc.array(jsonChange, { minLength: 1, maxLength: 3 }).map((changes) => ({
    sentence: `${file}: ${show(changes)}`,
    async spoil(folder) {
      const path = join(folder, file);
      const value = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
      for (const change of changes) changeJson(value, change);
      await writeFile(path, JSON.stringify(value, undefined, 1));
    },
  }));

/** A field of a JSON file written twice. */
const doubledField = (file: string): fc.Arbitrary<Spoiling> =>
  fc.nat(100).map((at) => ({
    sentence: `${file}: a field twice`,
    async spoil(folder) {
      const path = join(folder, file);
      const lines = JSON.stringify(JSON.parse(await readFile(path, 'utf8')), undefined, 1).split('\n');
      const fields = lines.flatMap((line, index) => (/^\s*"[^"]+": [^{[]+$/.test(line) ? [index] : []));
      const place = fields[at % fields.length] ?? 0;
      lines.splice(place, 0, `${lines[place]!.replace(/,?$/, '')},`);
      await writeFile(path, lines.join('\n'));
    },
  }));

/** A file that is another thing, or is not there. */
const misplaced = (file: string): fc.Arbitrary<Spoiling> =>
  fc.constantFrom('gone', 'folder', 'loop', 'device').map((kind) => ({
    sentence: `${file}: ${kind}`,
    async spoil(folder) {
      const path = join(folder, file);
      await rm(path, { recursive: true, force: true });
      if (kind === 'folder') await mkdir(path);
      else if (kind === 'loop') await symlink(path, path);
      else if (kind === 'device') await symlink('/dev/null', path);
    },
  }));

/** The header of a safetensors file changed by its structure, with a length that fits or one that does not. */
const spoiltHeader: fc.Arbitrary<Spoiling> = fc
  .record({
    changes: fc.array(jsonChange, { minLength: 1, maxLength: 2 }),
    length: fc.option(fc.constantFrom(0, 1, 2 ** 31, 2 ** 40, 2 ** 53), { freq: 4 }),
  })
  .map(({ changes, length }) => ({
    sentence: `${weights}: header ${show(changes)}, length ${length ?? 'fits'}`,
    async spoil(folder) {
      const bytes = await readFile(join(folder, weights));
      const end = 8 + Number(bytes.readBigUInt64LE(0));
      const header = JSON.parse(bytes.subarray(8, end).toString('utf8')) as Record<string, unknown>;
      for (const change of changes) changeJson(header, change);
      const text = Buffer.from(JSON.stringify(header));
      const size = Buffer.alloc(8);
      size.writeBigUInt64LE(BigInt(length ?? text.length));
      await writeFile(join(folder, weights), Buffer.concat([size, text, bytes.subarray(end)]));
    },
  }));

/** Numbers that no network has. */
const spoiltNumbers: fc.Arbitrary<Spoiling> = fc
  .tuple(fc.constantFrom(NaN, Infinity, -Infinity, 1e38), fc.double({ min: 0, max: 0.999, noNaN: true }))
  .map(([number, part]) => ({
    sentence: `${weights}: ${number} at ${part}`,
    async spoil(folder) {
      const bytes = await readFile(join(folder, weights));
      const start = 8 + Number(bytes.readBigUInt64LE(0));
      const at = start + Math.floor((part * (bytes.length - start)) / 4) * 4;
      if (at + 4 <= bytes.length) bytes.writeFloatLE(number, at);
      await writeFile(join(folder, weights), bytes);
    },
  }));

const runFileNames = ['run.json', 'experiment.json', 'metrics.jsonl', 'samples.jsonl', 'profile.f32', 'reach.f32'];
const inRun = runFileNames.map((name) => `${runFolder}/${name}`);
const checkpoints: fc.Arbitrary<Spoiling> = fc.constantFrom('gone', 'empty', 'file', 'foreign').map((kind) => ({
  sentence: `checkpoints: ${kind}`,
  async spoil(folder) {
    const path = join(folder, runFolder, 'checkpoints');
    for (const name of await readdir(path)) await rm(join(path, name));
    if (kind === 'foreign') await writeFile(join(path, 'step-8.safetensors'), 'not a checkpoint');
    if (kind === 'gone' || kind === 'file') await rm(path, { recursive: true });
    if (kind === 'file') await writeFile(path, '');
  },
}));

/** Every format, with how it is spoilt. */
export const formats: Format[] = [
  {
    name: 'experiment',
    spoilings: fc.oneof(
      { weight: 6, arbitrary: spoiltJson('e.unroll.json') },
      { weight: 3, arbitrary: spoiltBytes('e.unroll.json') },
      doubledField('e.unroll.json'),
      misplaced('e.unroll.json'),
    ),
    commands: [
      ['check', 'e.unroll.json'],
      ['train', 'e.unroll.json', '--steps', '1'],
    ],
    names: /e\.unroll\.json|t\.txt|"|There is no file|\/dev\/null|is a folder/,
  },
  {
    name: 'text',
    spoilings: fc.oneof({ weight: 6, arbitrary: spoiltBytes('t.txt') }, misplaced('t.txt')),
    commands: [
      ['baselines', 't.txt'],
      ['check', 'e.unroll.json'],
      ['train', 'e.unroll.json', '--steps', '1'],
      ['trace', 'e-1', '--text', 't.txt', '--to', '1', '--json'],
    ],
    names: /t\.txt/,
  },
  {
    name: 'safetensors',
    spoilings: fc.oneof(
      { weight: 3, arbitrary: spoiltHeader },
      { weight: 3, arbitrary: spoiltBytes(weights) },
      { weight: 2, arbitrary: spoiltNumbers },
      misplaced(weights),
    ),
    commands: [
      ['train', 'e.unroll.json', '--steps', '1', '--weights', weights],
      ['trace', 'e.unroll.json', '--weights', weights, '--text', 'short.txt', '--json'],
      ['sample', 'e-1', '--length', '5', '--checkpoint', 'step-8.safetensors'],
    ],
    names: /step-8|e-1/,
  },
  {
    name: 'run folder',
    spoilings: fc.oneof(
      { weight: 4, arbitrary: spoiltJson(`${runFolder}/run.json`) },
      { weight: 2, arbitrary: spoiltJson(`${runFolder}/experiment.json`) },
      ...inRun.map((file) => spoiltBytes(file)),
      ...inRun.map((file) => misplaced(file)),
      checkpoints,
    ),
    commands: [
      ['runs'],
      ['runs', '--json'],
      ['sample', 'e-1', '--length', '5'],
      ['resume', 'e-1', '--steps', '9'],
      ['trace', 'e-1', '--text', 'short.txt', '--json'],
    ],
    names: /e-1|run\.json|experiment\.json|e\.unroll\.json/,
  },
];

/** Copies the fixture into an empty folder. */
export async function layFixture(fixture: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await cp(fixture, folder, { recursive: true });
}
