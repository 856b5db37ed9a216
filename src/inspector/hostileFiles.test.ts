import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetOf, experimentOf, plain } from '../engine/model/testing/text';
import { startTarget, targets } from '../engine/model/testing/targets';
import { readText } from '../engine/data/readText';
import { readSafetensors } from '../engine/formats/readSafetensors';
import { decodeSafetensors, encodeSafetensors, type NamedArray } from '../engine/formats/safetensors';
import { readWrittenExperiment } from '../engine/experiment/readExperiment';
import { Training } from '../engine/training/training';
import { readSavedModel } from '../engine/weights/savedModel';
import { Random } from '../engine/weights/random';
import { UserError } from '../protocol/userError';
import { exampleExperiment, exampleRecord } from '../runs/fixtures/exampleRun';
import { readFrozenExperiment } from '../runs/runFolder';
import { readRecord } from '../runs/runRecord';
import { RunReader } from '../runs/runReader';

/** Damages that each file is tried with. */
const rounds = 120;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unroll-hostile-'));
  await startTarget(targets[0]!);
});
afterAll(() => rm(folder, { recursive: true }));

/** Pieces that formats give a meaning to. */
const pieces = [
  ...['{', '}', '[', ']', '"', ',', ':', '\\', '\0', '\r', '\n', 'null', 'NaN', '-1', '1e999', '[]', '{}', '""', '0.5'],
  ...['"__proto__"', '"constructor"', '__proto__', '\ufeff', '/*', '//', '\u202e', '\xff', '99999999999999999999'],
];

/** Bytes as damage leaves them: some replaced, taken out, doubled or put in, or an end cut off. */
function damaged(bytes: Buffer, seed: number): Buffer {
  const random = Random.fromSeed(seed);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  const place = () => below(bytes.length + 1);
  let found = bytes;
  for (let times = 1 + below(3); times > 0; times--) {
    const [at, end] = [place(), place()].sort((a, b) => a - b) as [number, number];
    const piece = Buffer.from(pieces[below(pieces.length)]!, below(2) ? 'utf8' : 'latin1');
    const middle = [
      () => piece,
      () => Buffer.alloc(0),
      () => Buffer.concat([found.subarray(at, end), found.subarray(at, end)]),
      () => Buffer.from([below(256)]),
    ][below(4)]!();
    const rest = below(4) === 0 ? Buffer.alloc(0) : found.subarray(below(2) ? end : at + 1);
    found = Buffer.concat([found.subarray(0, at), middle, rest]);
  }
  return found;
}

/** Whether a reader took the bytes; anything that it throws but a UserError is a mistake of ours. */
async function isTaken(read: () => unknown, seed: number): Promise<boolean> {
  try {
    await read();
    return true;
  } catch (error) {
    expect(error, `seed ${seed}: ${(error as Error).stack}`).toBeInstanceOf(UserError);
    expect((error as UserError).remedy.length, `seed ${seed}`).toBeGreaterThan(5);
    return false;
  }
}

const dataset = datasetOf('abcdefg'.repeat(30));
const experiment = experimentOf({ layers: [{ cell: 'lstm', units: 3 }] }, { batch: 2, window: 5 });
let made: Buffer | undefined;
const checkpoint = (): Buffer => (made ??= makeCheckpoint());

function makeCheckpoint(): Buffer {
  const training = Training.create({ experiment, dataset });
  training.takeStep(plain);
  const bytes = Buffer.from(training.checkpoint());
  training.dispose();
  return bytes;
}
/** A checkpoint of which one entry of the metadata, or the shape of one tensor, is damaged. */
function spoilt(key: 'progress' | 'experiment' | 'vocabulary' | 'tensor', entry: Buffer): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(checkpoint(), 'c');
  if (key !== 'tensor') metadata[key] = entry.toString();
  else tensors.set([...tensors.keys()][entry.length % tensors.size]!, oddTensor(entry));
  return encodeSafetensors(tensors, metadata);
}

const oddTensor = (entry: Buffer): NamedArray => {
  const length = entry[0] ?? 0;
  const data = [new Float32Array(length), new Int32Array(length), new Float64Array(length).fill(1e300)][length % 3]!;
  return { shape: length % 2 ? [length] : [length / 2, 2], data };
};

const entryOf = (key: string) => Buffer.from(decodeSafetensors(checkpoint(), 'c').metadata[key] ?? key);
const restore = (bytes: Uint8Array) =>
  Training.restore({ experiment, dataset, checkpoint: bytes, name: 'c' }).dispose();

const write = async (name: string, bytes: Uint8Array) => {
  await writeFile(join(folder, name), bytes);
  return join(folder, name);
};

const metrics = '{"step":1,"epoch":1,"loss":2,"gradientNorm":1,"clippedNorm":1,"learningRate":0.1,"stepMs":1}\n';

type Reader = [string, () => Buffer, (bytes: Buffer) => unknown];
const readers: Reader[] = [
  [
    'an experiment',
    () =>
      Buffer.from('{ "data": { "path": "a.txt" }, // mine\n "model": { "layers": [{ "cell": "gru", "units": 4 }] } }'),
    async (bytes) => readWrittenExperiment(await write('a.unroll.json', bytes)),
  ],
  ['a text', () => Buffer.from('one línea\r\ntwo 日本'), async (bytes) => readText(await write('a.txt', bytes))],
  [
    'a frozen experiment',
    () => Buffer.from(JSON.stringify(exampleExperiment)),
    async (bytes) => {
      await write('experiment.json', bytes);
      return readFrozenExperiment(folder);
    },
  ],
  [
    'the record and the metrics of a run',
    () => Buffer.from(JSON.stringify(exampleRecord('a-1'))),
    async (bytes) => {
      await write('run.json', bytes);
      await write('metrics.jsonl', Buffer.concat([Buffer.from(metrics), bytes, Buffer.from(`\n${metrics}`)]));
      await readRecord(folder);
      return new RunReader(folder).read();
    },
  ],
  ['weights', checkpoint, async (bytes) => readSafetensors(await write('w.safetensors', bytes))],
  ['a checkpoint', checkpoint, (bytes) => readSavedModel(bytes, 'c')],
  ['a training to resume', checkpoint, restore],
  ...(['progress', 'experiment', 'vocabulary'] as const).map((key): Reader => [
    `the ${key} of a training to resume`,
    () => entryOf(key),
    (entry) => restore(spoilt(key, entry)),
  ]),
];

describe('whatever damage does to it', () => {
  it.each(readers)('%s is taken or refused in words', async (_, make, read) => {
    const whole = make();
    expect(await isTaken(() => read(whole), -1)).toBe(true);
    let taken = 0;
    for (let seed = 0; seed < rounds; seed++) if (await isTaken(() => read(damaged(whole, seed)), seed)) taken++;
    expect(taken).toBeLessThan(rounds);
  });

  it('a tensor of a training to resume is taken or refused in words', async () => {
    for (let seed = 0; seed < rounds; seed++)
      await isTaken(() => restore(spoilt('tensor', Buffer.alloc(1 + (seed % 30), seed % 40))), seed);
  });
});
