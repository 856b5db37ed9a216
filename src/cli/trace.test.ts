import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { readGoldenTrace } from '../engine/inspect/testing/goldenTrace';
import { distance } from '../engine/model/testing/golden';
import { goldenRun } from '../inspector/testing/goldenRun';
import { makeReadOnly, mountFolder, mountSmall } from '../runs/fixtures/mounts';
import { CapturedTerminal } from './capturedTerminal';
import { runCommandLine } from './commandLine';

const lstm = readGoldenTrace('lstmTwoLayers');
const gru = readGoldenTrace('gruBeforeReplace');
const readOnly = mountFolder();
const small = mountSmall('size=200k');
let folder: string;
let run: string;
beforeAll(async () => {
  run = await goldenRun(lstm);
  folder = join(run, '..', '..', '..');
  await writeFile(join(folder, 'text.txt'), lstm.text);
});

async function unroll(...argv: string[]) {
  const terminal = new CapturedTerminal(folder);
  const status = await runCommandLine(argv, terminal);
  return { status, written: terminal.written, wrong: terminal.wrong };
}

/** Counts what waits for its reader. */
class SlowTerminal extends CapturedTerminal {
  mostWaiting = 0;
  private waiting = 0;

  override out(text: string): void {
    super.out(text);
    this.waiting += text.length;
    this.mostWaiting = Math.max(this.mostWaiting, this.waiting);
  }

  override flushed(): Promise<void> {
    this.waiting = 0;
    return super.flushed();
  }
}

interface Trace {
  symbols: string[];
  loss: (number | null)[];
  surprise: (number | null)[];
  layers: Record<string, number[][] & number[]>[];
  top: [string, number][][];
  passedOver: number;
  readAsUnknown: number;
}

const traceOf = async (...argv: string[]): Promise<Trace> => {
  const { status, written, wrong } = await unroll('trace', ...argv, '--json');
  expect(wrong).toBe('');
  expect(status).toBe(0);
  return JSON.parse(written) as Trace;
};

/** A .npy file, read by what its header says. */
async function readNpy(path: string): Promise<{ shape: number[]; values: number[] }> {
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x93NUMPY\x01\x00');
  const start = 10 + bytes.readUInt16LE(8);
  expect(start % 64).toBe(0);
  const header = bytes.subarray(10, start).toString('latin1');
  const [, type, list] = /^\{'descr': '<(\w+)', 'fortran_order': False, 'shape': \(([^)]*)\), \} *\n$/.exec(header)!;
  const data = bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length);
  const numbers = { f4: Float32Array, f8: Float64Array, i4: Int32Array }[type as 'f4'];
  return {
    shape: list!
      .split(',')
      .filter((size) => size.trim())
      .map(Number),
    values: [...new numbers(data)],
  };
}

describe('unroll-lab trace', () => {
  it('writes what PyTorch computes as one JSON object', async () => {
    const found = await traceOf('golden-1', '--text', 'text.txt');
    expect(Object.keys(found)).toEqual(['symbols', 'loss', 'surprise', 'layers', 'top', 'passedOver', 'readAsUnknown']);
    expect([found.passedOver, found.readAsUnknown]).toEqual([0, 0]);
    expect(found.symbols.join('')).toBe(lstm.text);
    expect(found.loss.at(-1)).toBeNull();
    expect(found.surprise).toEqual([null, ...found.loss.slice(0, -1)]);
    expect(distance(found.loss.slice(0, -1) as number[], lstm.golden.numbers('loss').subarray(0, 699))).toBeLessThan(
      1e-5,
    );
    found.layers.forEach((layer, k) => {
      const names = ['c', 'candidate', 'forget', 'gradientC', 'gradientH', 'h', 'input', 'output'];
      expect(Object.keys(layer).sort()).toEqual(names);
      for (const name of ['forget', 'input', 'output', 'candidate', 'c', 'h']) {
        const rows = [...lstm.positions].flatMap((t) => layer[name]![t]!);
        const all = lstm.golden.numbers(name.length === 1 ? name : `gate.${name}`);
        expect(distance(rows, all.subarray(k * rows.length, (k + 1) * rows.length))).toBeLessThan(1e-5);
      }
      for (const name of ['gradientH', 'gradientC'])
        expect(distance(layer[name]!, lstm.golden.numbers(name).subarray(k * 700, (k + 1) * 700))).toBeLessThan(1e-5);
    });
    for (const likeliest of found.top) {
      expect(likeliest).toHaveLength(5);
      expect([...likeliest].sort((a, b) => b[1] - a[1])).toEqual(likeliest);
    }
  });

  it('writes JSON no faster than it is read', async () => {
    const terminal = new SlowTerminal(folder);
    expect(await runCommandLine(['trace', 'golden-1', '--text', 'text.txt', '--json'], terminal)).toBe(0);
    expect((JSON.parse(terminal.written) as Trace).symbols).toHaveLength(700);
    expect(terminal.written.length).toBeGreaterThan(1_000_000);
    expect(terminal.mostWaiting).toBeLessThan(100_000);
  });

  it('of a GRU has reset, update, candidate and h, and no gradientC', async () => {
    const directory = await goldenRun(gru);
    await writeFile(join(folder, 'gru.txt'), gru.text);
    const { layers } = await traceOf(directory, '--text', 'gru.txt', '--checkpoint', 'best');
    expect(Object.keys(layers[0]!).sort()).toEqual(['candidate', 'gradientH', 'h', 'reset', 'update']);
    expect(distance(layers[0]!['gradientH']!, gru.golden.numbers('gradientH'))).toBeLessThan(1e-5);
  });

  it('of a part of the text has the numbers of the whole', async () => {
    const whole = await traceOf('golden-1', '--text', 'text.txt');
    const part = await traceOf('golden-1', '--text', 'text.txt', '--from', '129', '--to', '300');
    expect(part.symbols).toEqual(whole.symbols.slice(129, 300));
    expect(part.surprise).toEqual(part.loss.map((_, i) => expect.closeTo(whole.surprise[129 + i]!, 5) as number));
    expect(distance(part.layers[1]!['c']!.flat(), whole.layers[1]!['c']!.slice(129, 300).flat())).toBeLessThan(1e-6);
    const gradient = (whole.layers[0]!['gradientH'] as number[]).slice(129, 300);
    expect(distance(part.layers[0]!['gradientH']!, gradient)).toBeLessThan(1e-6);
  });

  it('with a symbol that the model does not know passes it over', async () => {
    await writeFile(join(folder, 'strange.txt'), '🙂' + lstm.text.slice(0, 100) + 'é' + lstm.text.slice(100));
    const [whole, found] = await Promise.all(
      ['text.txt', 'strange.txt'].map((file) => traceOf('golden-1', '--text', file)),
    );
    const places = Array.from({ length: 702 }, (_, i) => i).filter((i) => i !== 0 && i !== 101);
    expect(found!.symbols).toHaveLength(702);
    expect(found!.symbols[0]).toBe('🙂');
    expect(places.map((i) => (i === 100 ? whole!.loss[99] : found!.loss[i]))).toEqual(whole!.loss);
    expect(found!.loss[100]).toBeNull(); // what follows is not predicted at all
    expect([found!.passedOver, found!.readAsUnknown]).toEqual([2, 0]);
    expect(places.map((i) => found!.surprise[i])).toEqual(whole!.surprise);
    expect(places.map((i) => found!.layers[1]!['h']![i])).toEqual(whole!.layers[1]!['h']);
    expect([found!.loss[101], found!.surprise[101], found!.top[101]]).toEqual([null, null, []]);
    expect(found!.layers[1]!['c']![101]).toEqual(found!.layers[1]!['c']![100]);
    expect(found!.layers[0]!['h']![0]).toEqual(Array.from({ length: 12 }, () => 0));
  });

  it('tells in files too how many symbols it passed over, and which losses are none', async () => {
    await writeFile(join(folder, 'strange.txt'), '🙂' + lstm.text.slice(0, 100) + 'éé' + lstm.text.slice(100));
    const argv = ['--text', 'strange.txt', '--from', '90', '--npy', 'strange'];
    const { written } = await unroll('trace', 'golden-1', ...argv);
    expect(written).toContain('\n2 of them are not among the symbols of the model and were passed over');
    const described = JSON.parse(await readFile(join(folder, 'strange', 'trace.json'), 'utf8')) as object;
    expect(described).toMatchObject({ passedOver: 2, readAsUnknown: 0 });
    const { values } = await readNpy(join(folder, 'strange', 'loss.npy'));
    const without = values.flatMap((loss, i) => (Number.isNaN(loss) ? [90 + i] : []));
    expect(without).toEqual([100, 101, 102, 702]);
    const surprise = await readNpy(join(folder, 'strange', 'surprise.npy'));
    expect(surprise.values.flatMap((each, i) => (Number.isNaN(each) ? [90 + i] : []))).toEqual([101, 102]);
  });

  it.each([63, 16_384, 16_385])('has no loss before a symbol that is passed over, at %i', async (at) => {
    const text = lstm.text.repeat(25);
    await writeFile(join(folder, 'edge.txt'), text.slice(0, at) + 'é' + text.slice(at));
    const part = await traceOf('golden-1', '--text', 'edge.txt', '--from', String(at - 2), '--to', String(at + 2));
    expect(part.loss.map((loss) => loss === null)).toEqual([false, true, true, false]);
    expect(part.surprise.map((each) => each === null)).toEqual([false, false, true, false]);
  });

  it('of a long text hangs together where one piece of it follows on another', async () => {
    await writeFile(join(folder, 'long.txt'), lstm.text.repeat(25));
    const { wrong } = await unroll('trace', 'golden-1', '--text', 'long.txt', '--npy', 'long');
    expect(wrong).toBe('');
    const [loss, surprise, h] = await Promise.all(
      ['loss', 'surprise', 'layer1.h'].map((name) => readNpy(join(folder, 'long', `${name}.npy`))),
    );
    expect(loss!.values).toHaveLength(17_500);
    expect(surprise!.values.slice(1)).toEqual(loss!.values.slice(0, -1));
    const later = await traceOf('golden-1', '--text', 'long.txt', '--from', '16300', '--to', '16500');
    expect(distance(h!.values.slice(16_300 * 12, 16_500 * 12), later.layers[1]!['h']!.flat())).toBeLessThan(1e-5);
  });

  it('writes the same as NumPy files', async () => {
    const whole = await traceOf('golden-1', '--text', 'text.txt', '--from', '3');
    const target = join(folder, 'npy');
    const { status, wrong } = await unroll('trace', 'golden-1', '--text', 'text.txt', '--from', '3', '--npy', 'npy');
    expect([status, wrong]).toEqual([0, '']);
    const h = await readNpy(join(target, 'layer1.h.npy'));
    expect(h.shape).toEqual([697, 12]);
    expect(distance(h.values, whole.layers[1]!['h']!.flat())).toBeLessThan(1e-8);
    const norms = await readNpy(join(target, 'layer0.gradientC.npy'));
    expect(norms.shape).toEqual([697]);
    expect(distance(norms.values, whole.layers[0]!['gradientC'] as number[])).toBeLessThan(1e-8);
    const top = await readNpy(join(target, 'top.npy'));
    expect(top.values.slice(0, 5).map((number) => lstm.vocabulary.symbols[number])).toEqual(
      whole.top[0]!.map(([name]) => name),
    );
    const described = JSON.parse(await readFile(join(target, 'trace.json'), 'utf8')) as {
      files: Record<string, number[]>;
    };
    const files = (await readdir(target)).filter((file) => file.endsWith('.npy'));
    expect(Object.keys(described.files).sort()).toEqual(files.sort());
    expect(described).toMatchObject({ name: 'golden-1', from: 3, to: 700, block: 64 });
  });

  it.each<[string, string[], RegExp]>([
    ['without a text', ['--json'], /no text/],
    ['without saying what to write', ['--text', 'text.txt'], /--json or --npy/],
    ['with a text that is not there', ['--text', 'no.txt', '--json'], /no file/],
    [
      'with a checkpoint that is not there',
      ['--text', 'text.txt', '--checkpoint', 'step-8.safetensors', '--json'],
      /not there/,
    ],
    ['with a text in other letters', ['--text', 'other.txt', '--json'], /none of the symbols/],
    ['with a text that is no UTF-8', ['--text', 'latin.txt', '--json'], /UTF-8/],
    ['with an empty text', ['--text', 'empty.txt', '--json'], /empty/],
    ['from beyond the end', ['--text', 'text.txt', '--from', '700', '--json'], /from 0 to 699/],
    ['into a file as folder', ['--text', 'text.txt', '--npy', 'text.txt'], /could not be written: a file stands where/],
    [
      'into a folder in a file',
      ['--text', 'text.txt', '--npy', 'text.txt/x'],
      /could not be written: a file stands where/,
    ],
  ])('%s says what is wrong', async (_, argv, message) => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'other.txt'), 'שלום');
    await writeFile(join(folder, 'latin.txt'), Buffer.from([0x61, 0xe9, 0x62]));
    await writeFile(join(folder, 'empty.txt'), '');
    const { status, written, wrong } = await unroll('trace', 'golden-1', ...argv);
    expect([status, written]).toEqual([1, '']);
    expect(wrong).toMatch(message);
    expect(wrong).not.toContain('    at ');
  });
});

describe('unroll-lab trace --npy', () => {
  const into = (target: string) => unroll('trace', 'golden-1', '--text', 'text.txt', '--npy', target);

  it.skipIf(readOnly.whyNot)(
    `onto a disk that can only be read says so (${readOnly.whyNot ?? 'mounted'})`,
    async () => {
      makeReadOnly(readOnly);
      const { status, written, wrong } = await into(join(readOnly.folder, 'out'));
      expect([status, written]).toEqual([1, '']);
      expect(wrong).toMatch(/out could not be written: the disk can only be read\..*folder/s);
    },
  );

  it.skipIf(small.whyNot)(`onto a disk that is too small says so (${small.whyNot ?? 'mounted'})`, async () => {
    const { status, written, wrong } = await into(join(small.folder, 'deep', 'out'));
    expect([status, written]).toEqual([1, '']);
    expect(wrong).toMatch(/out could not be written: the disk is full\./);
  });
});

describe('the folder of a trace', () => {
  let target = '';
  beforeEach(async () => {
    await rm((target = join(folder, 'out')), { recursive: true, force: true });
  });
  const write = (name: string, content: string) =>
    mkdir(target, { recursive: true }).then(() => writeFile(join(target, name), content));
  const trace = (directory = 'golden-1') => unroll('trace', directory, '--text', 'text.txt', '--npy', 'out');
  const listed = async () =>
    Object.keys((JSON.parse(await readFile(join(target, 'trace.json'), 'utf8')) as { files: object }).files);

  it('loses what a former trace of a deeper network left there, and nothing else', async () => {
    expect((await trace()).status).toBe(0);
    const deeper = await listed();
    for (const name of ['notes.txt', 'mine.npy', 'layer1.mine.npy']) await write(name, 'mine');
    await writeFile(join(folder, 'gru.txt'), gru.text);
    const [directory, text] = [await goldenRun(gru), join(folder, 'gru.txt')];
    expect(await unroll('trace', directory, '--text', text, '--npy', 'out')).toMatchObject({ status: 0, wrong: '' });
    const files = await listed();
    expect(deeper.filter((name) => !files.includes(name))).toContain('layer1.c.npy');
    expect((await readdir(target)).sort()).toEqual(
      [...files, 'trace.json', 'notes.txt', 'mine.npy', 'layer1.mine.npy'].sort(),
    );
    for (const name of ['notes.txt', 'mine.npy', 'layer1.mine.npy'])
      expect(await readFile(join(target, name), 'utf8')).toBe('mine');
  });

  it.each([
    ['loss.npy', 'mine', 'loss.npy'],
    ['trace.json', 'mine', 'trace.json'],
    ['trace.json', '{"events":[]}', 'trace.json'],
    ['trace.json', '{"files":{"../text.txt":[1]}}', 'trace.json'],
    ['trace.json', '{"files":{"../text.npy":[1]}}', 'trace.json'],
    ['trace.unfinished.json', 'null', 'trace.unfinished.json'],
  ])('is refused where %s (%j) is not of a trace, and stays as it was', async (name, content, named) => {
    await write(name, content);
    const { status, written, wrong } = await trace();
    expect({ status, written }).toEqual({ status: 1, written: '' });
    expect(wrong).toContain(`${target} holds a file ${named} that is not of a trace.`);
    expect(await readdir(target)).toEqual([name]);
    expect(await readFile(join(target, name), 'utf8')).toBe(content);
  });

  it('is taken again after a trace whose process was killed', async () => {
    await write('trace.unfinished.json', '{"files":["loss.npy","layer7.c.npy"]}');
    for (const name of ['loss.npy', 'layer7.c.npy', 'layer8.c.npy']) await write(name, 'torn');
    expect((await trace()).status).toBe(0);
    expect((await readdir(target)).filter((name) => name.startsWith('layer7') || name.includes('unfinished'))).toEqual(
      [],
    );
    expect(await readFile(join(target, 'layer8.c.npy'), 'utf8')).toBe('torn');
  });

  it('holds nothing of a trace that is interrupted', async () => {
    await write('notes.txt', 'mine');
    await writeFile(join(folder, 'long.txt'), lstm.text.repeat(60));
    const terminal = new CapturedTerminal(folder);
    const tracing = runCommandLine(['trace', 'golden-1', '--text', 'long.txt', '--npy', 'out'], terminal);
    await vi.waitFor(async () => expect(await readdir(target)).toContain('trace.unfinished.json'), { interval: 1 });
    terminal.interrupt();
    expect([await tracing, terminal.written]).toEqual([130, '']);
    expect(await readdir(target)).toEqual(['notes.txt']);
  });
});

describe('unroll-lab lookback', () => {
  it.each([0, 63, 200, 698])('gives the gradients of the loss of time step %i as PyTorch does', async (at) => {
    const { status, written } = await unroll(
      'lookback',
      'golden-1',
      '--text',
      'text.txt',
      '--at',
      String(at),
      '--json',
    );
    expect(status).toBe(0);
    const found = JSON.parse(written) as { at: number; layers: number[][] };
    expect(Object.keys(found)).toEqual(['at', 'layers', 'passedOver', 'readAsUnknown']);
    expect(found.at).toBe(at);
    found.layers.forEach((norms, k) => {
      const expected = lstm.golden.numbers(`lookback.${at}`).subarray(k * (at + 1), (k + 1) * (at + 1));
      expect(distance(norms, expected)).toBeLessThan(1e-5);
    });
  });

  it('has nothing at symbols that are passed over, and says how many', async () => {
    await writeFile(join(folder, 'strange.txt'), 'é' + lstm.text.slice(0, 30) + 'é' + lstm.text.slice(30));
    const look = (at: number) => unroll('lookback', 'golden-1', '--text', 'strange.txt', '--at', String(at));
    const found = JSON.parse((await look(65)).written) as { layers: (number | null)[][]; passedOver: number };
    expect(found.passedOver).toBe(2);
    for (const norms of found.layers) expect(norms.flatMap((norm, i) => (norm === null ? [i] : []))).toEqual([0, 31]);
    const expected = lstm.golden.numbers('lookback.63').subarray(0, 64);
    expect(
      distance(
        found.layers[0]!.filter((norm) => norm !== null),
        expected,
      ),
    ).toBeLessThan(1e-5);
    expect((await look(30)).wrong).toContain('the one after it is not among the symbols');
  });

  it('where no prediction follows says what is wrong', async () => {
    const { status, wrong } = await unroll('lookback', 'golden-1', '--text', 'text.txt', '--at', '699');
    expect(status).toBe(1);
    expect(wrong).toContain('from 0 to 698');
    expect((await unroll('lookback', 'golden-1', '--text', 'text.txt')).wrong).toContain('lookback golden-1');
  });
});
