import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema, type Experiment } from '../../../protocol/experiment';
import type { Intervention, Quantity } from '../../../protocol/lens';
import { UserError } from '../../../protocol/userError';
import { startTensors } from '../../backend/startTensors';
import { allowOwnCells } from '../../cells/own/allowOwnCells';
import { Vocabulary } from '../../data/vocabulary';
import { Generator } from '../../kernels/testing/generator';
import { parametersOf, sizeOf } from '../../weights/parameters';
import { distance } from '../../model/testing/golden';
import { startTarget } from '../../model/testing/targets';
import { ByteCache } from '../reading/byteCache';
import { explainUnit } from './explainUnit';
import { playGate } from './playGate';
import { ReadText, SymbolNumbers } from '../reading/readText';
import { SymbolText } from '../reading/symbolText';
import { tracedModelOf } from '../passes/tracedModel';
import { TracedText } from '../reading/tracedText';
import { Turns } from '../turns';

const [block, from, until] = [16, 32, 60];
const vocabulary = new Vocabulary([...'abcdefg']);
const text = Array.from(new Generator(9).symbols(70, vocabulary.size), (number) => vocabulary.symbols[number]!).join(
  '',
);

/** A cell of the person's own that is an Elman cell, or one that also has a memory. */
const own = (body = 'return { h: tf.tanh(sums), inner: tf.sigmoid(sums) };', states = "['h']") => ({
  cell: 'own',
  units: 4,
  file: 'cells/my-cell.ts',
  source: `import { tf } from './unroll-cell';
export const parameters = ({ inputs, units }) => ({
  weight_ih: [units, inputs], weight_hh: [units, units], bias_ih: [units], bias_hh: [units] });
export const state = ${states};
export const values = ['inner'];
export function step({ h, c }, x, p) {
  const sums = tf.add(tf.add(tf.matMul(x, p.weight_ih, false, true), p.bias_ih),
    tf.add(tf.matMul(h, p.weight_hh, false, true), p.bias_hh));
  ${body}
}`,
});
const withMemory = own(
  'const inner = tf.tanh(sums); const next = tf.add(tf.mul(0.5, c), inner); return { h: tf.tanh(next), c: next, inner };',
  "['h', 'c']",
);
const hidden = [{ units: 3, activation: 'sigmoid' }];

const models: Record<string, object> = {
  'a deep transition under a deep head': {
    layers: [{ cell: 'deep', units: 4, hiddenToHidden: hidden, inputToHidden: hidden }],
    head: { hidden },
  },
  'a nested transition below a Jordan layer': {
    layers: [
      { cell: 'deep', transition: 'nested', units: 4, hiddenToHidden: hidden },
      { cell: 'jordan', units: 4 },
    ],
  },
  'a feed-forward layer': { layers: [{ cell: 'feed-forward', units: 4, context: 3, direct: true }] },
  'a cell of the person’s own': { layers: [own()] },
  'a cell with a memory, below an LSTM': { layers: [withMemory, { cell: 'lstm', units: 3 }] },
  'an LSTM, below a cell of the person’s own': { layers: [{ cell: 'lstm', units: 3 }, own()] },
};

const modelOf = (model: object): Experiment['model'] =>
  experimentSchema.parse({ data: { path: 'x' }, model: { input: { embedding: 3 }, ...model } }).model;

/** A text under a model, always of the same weights for as many. */
function open(model: object, content = text) {
  const parsed = modelOf(model);
  const values = new Generator(3).numbers(sizeOf(parametersOf(parsed, vocabulary.size)), 0.8);
  const traced = tracedModelOf(parsed, vocabulary.size, values);
  const read = new ReadText(new SymbolText(content), new SymbolNumbers(vocabulary));
  const looked = new TracedText(traced, read, block, new ByteCache(2 ** 20), 'text');
  const turns = new Turns();
  const turn = turns.question();
  return {
    traced: looked,
    play: (intervention: Intervention, seen: { layer: number; quantity: Quantity } = { layer: 0, quantity: 'h' }) =>
      playGate(looked, vocabulary.symbols, intervention, until, seen, turn),
    explain: (at: number, layer: number, unit: number) => explainUnit(looked, { at, layer, unit }, turn),
    /** Rows of a quantity as they are in truth. */
    rows: async (layer: number, quantity: Quantity) => {
      await looked.readTo(Infinity, turn);
      const all = Array.from({ length: Math.ceil(read.length / block) }, (_, i) => [
        ...looked.trace(i).layers[layer]!.get(quantity)!,
      ]).flat();
      return all.slice((from * all.length) / read.length, (until * all.length) / read.length);
    },
    close: () => [looked, traced].forEach((each) => each.dispose()),
  };
}

const floats = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

const set = (quantity: Quantity, more: Partial<Extract<Intervention, { kind: 'gate' }>> = {}): Intervention => ({
  kind: 'gate',
  layer: 0,
  quantity,
  value: 1,
  from,
  ...more,
});

beforeAll(async () => {
  allowOwnCells();
  await startTarget('wasm');
  await startTensors();
});

describe.each(Object.keys(models))('playing with %s', (name) => {
  it('another symbol is as if it had stood there', async () => {
    const symbol = vocabulary.symbols.find((each) => each !== text[from])!;
    const [asIs, asPut] = [
      open(models[name]!),
      open(models[name]!, text.slice(0, from) + symbol + text.slice(from + 1)),
    ];
    for (const [layer] of modelOf(models[name]!).layers.entries()) {
      const { units } = await asIs.play({ kind: 'symbol', at: from, symbol }, { layer, quantity: 'h' });
      const [truth, put] = [await asIs.rows(layer, 'h'), await asPut.rows(layer, 'h')];
      const played = floats(units).map((by, i) => by + truth[i]!);
      expect(distance(played, put)).toBeLessThan(1e-5);
      expect(distance(played, truth)).toBeGreaterThan(1e-3);
    }
    const found = await asIs.play({ kind: 'symbol', at: from, symbol });
    const losses = (each: typeof asIs, first: number) =>
      Array.from({ length: until - first }, (_, i) => each.traced.lossOf(first + i - 1));
    expect(distance(found.surprise.truth as number[], losses(asIs, from))).toBeLessThan(1e-5);
    expect(distance(found.surprise.played as number[], losses(asPut, from))).toBeLessThan(1e-5);
    [asIs, asPut].forEach((each) => each.close());
  });

  it('its states can be set, and stay so', async () => {
    const opened = open(models[name]!);
    const truth = await opened.rows(0, 'h');
    const { units, difference } = await opened.play(set('h', { unit: 2, to: from + 4 }));
    const width = truth.length / (until - from);
    const third = floats(units).filter((_, i) => i % width === 2);
    const expected = truth.filter((_, i) => i % width === 2).map((value) => 1 - value);
    expect(distance(third.subarray(0, 4), expected.slice(0, 4))).toBeLessThan(1e-5);
    expect(difference[0]!.slice(0, 4).every((norm) => norm > 0.01)).toBe(true);
    opened.close();
  });

  it('each unit is explained by the numbers that were computed', async () => {
    const opened = open(models[name]!);
    for (const [layer, { units }] of modelOf(models[name]!).layers.entries()) {
      const { numbers } = await opened.explain(from, layer, units - 1);
      const found = Object.keys(numbers).filter((each) => !/sums|seen|Before/.test(each));
      expect(found).toContain('h');
      for (const quantity of found)
        expect(numbers[quantity], quantity).toBeCloseTo((await opened.rows(layer, quantity))[units - 1]!, 5);
      if (numbers['sums.h'] !== undefined) expect(numbers['h']).toBeCloseTo(Math.tanh(numbers['sums.h']), 9);
    }
    opened.close();
  });
});

it('a unit of a network inside, which the layer has no more of, is explained by what is there of it', async () => {
  const wide = [{ units: 6, activation: 'sigmoid' }];
  const opened = open({ layers: [{ cell: 'deep', units: 4, hiddenToHidden: wide, inputToHidden: hidden }] });
  const { numbers } = await opened.explain(from, 0, 5);
  expect(Object.keys(numbers).sort()).toEqual(['hh1', 'sums.hh1']);
  expect(numbers['hh1']).toBeCloseTo(1 / (1 + Math.exp(-numbers['sums.hh1']!)), 9);
  expect(numbers['hh1']).toBeCloseTo((await opened.rows(0, 'hh1'))[5]!, 5);
  const unit: Intervention = { kind: 'gate', layer: 0, quantity: 'hh1', unit: 5, value: 0, from };
  const played = floats((await opened.play(unit, { layer: 0, quantity: 'hh1' })).units);
  expect(played[5]).toBeCloseTo(-numbers['hh1']!, 5);
  await expect(opened.explain(from, 0, 6)).rejects.toBeInstanceOf(RangeError);
  opened.close();
});

describe('playing with a cell of the person’s own', () => {
  it('written like an Elman cell is playing with that', async () => {
    const [mine, built] = [own(), { cell: 'elman', units: 4 }].map((cell) =>
      open({ layers: [cell, { cell: 'lstm', units: 3 }] }),
    ) as [ReturnType<typeof open>, ReturnType<typeof open>];
    for (const play of [set('h', { unit: 1 }), set('h', { value: 0 }), set('forget', { layer: 1 })]) {
      const [found, expected] = [await mine.play(play), await built.play(play)];
      expect(distance(found.surprise.played as number[], expected.surprise.played as number[])).toBeLessThan(1e-5);
      expect(distance(floats(found.units), floats(expected.units))).toBeLessThan(1e-5);
    }
    [mine, built].forEach((each) => each.close());
  });

  it('sets its memory for the next time step: h = tanh(0.5 c before + inner)', async () => {
    const opened = open({ layers: [withMemory] });
    const of = async (quantity: Quantity) => {
      const [truth, { units }] = [await opened.rows(0, quantity), await opened.play(set('c'), { layer: 0, quantity })];
      return floats(units).map((by, i) => by + truth[i]!);
    };
    const [h, c, inner] = [await of('h'), await of('c'), await of('inner')];
    expect(
      distance(
        c,
        c.map(() => 1),
      ),
    ).toBeLessThan(1e-5);
    const expected = inner.subarray(4).map((value) => Math.tanh(0.5 + value));
    expect(distance(h.subarray(4), expected)).toBeLessThan(1e-5);
    opened.close();
  });

  it('refuses in words to set what its file only returns', async () => {
    const opened = open({ layers: [withMemory] });
    const refused = opened.play(set('inner'));
    await expect(refused).rejects.toThrow('my-cell.ts only returns "inner"');
    await expect(refused).rejects.toMatchObject({
      remedy: 'Set c or h, or let the file keep what is to be set in "c".',
    });
    await expect(opened.play(set('forget'))).rejects.toBeInstanceOf(RangeError);
    opened.close();
  });

  it('leaves no tensor behind', async () => {
    const before = memory().numTensors;
    const opened = open({ layers: [own('tf.exp(h); return { h: tf.tanh(sums), inner: sums };'), withMemory] });
    await opened.play(set('h'));
    const open1 = memory().numTensors;
    await opened.play(set('h', { value: 0 }));
    await opened.explain(from, 0, 1);
    expect(memory().numTensors).toBe(open1);
    opened.close();
    expect(memory().numTensors).toBe(before);
  });

  it('ends between two symbols where it is not wanted any more', async () => {
    const wanted = new AbortController();
    const opened = open({ layers: [own()] }, text.repeat(30));
    const turn = new Turns().question(wanted.signal);
    let pauses = 0;
    const counted = { pause: () => (++pauses === 2 && wanted.abort(), turn.pause()) };
    await opened.traced.readTo(Infinity, turn);
    const seen = { layer: 0, quantity: 'h' };
    const played = playGate(opened.traced, vocabulary.symbols, set('h'), 2000, seen, counted);
    await expect(played).rejects.toThrow('Cancelled');
    opened.close();
  });

  it.each([
    [
      'throws',
      'if (h.dataSync()[0] === 1) throw new Error("no luck");',
      /^my-cell\.ts:9: the step fails at time step 33: no luck\.$/,
    ],
    [
      'keeps a tensor',
      'kept ??= h; if (h.dataSync()[0] === 1) return { h: kept, inner: kept };',
      /my-cell\.ts.* time step 33: it uses a tensor that was made before/,
    ],
  ])('says in words what fails only while it is played with: it %s', async (_, line, message) => {
    const cell = own(`${line} return { h: tf.tanh(sums), inner: sums };`);
    const opened = open({ layers: [{ ...cell, source: `let kept;${cell.source}` }] });
    const failed = opened.play(set('h', { unit: 0 }));
    await expect(failed).rejects.toBeInstanceOf(UserError);
    await expect(failed).rejects.toThrow(message);
    opened.close();
  });
});
