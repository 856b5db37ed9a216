import { rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { distance } from '../engine/model/testing/golden';
import { readGoldenTrace } from '../engine/inspect/testing/goldenTrace';
import type { LensMethods, PanelQuantity } from '../protocol/lens';
import type { Params, Result } from '../protocol/rpc';
import { UserError } from '../protocol/userError';
import { lensHandlers } from './lensHandlers';
import { goldenRun } from './testing/goldenRun';

const trace = readGoldenTrace('lstmTwoLayers');
const { golden, text, positions } = trace;
const [units, vocabulary] = [12, 11];
let directory: string;
beforeAll(async () => void (directory = await goldenRun(trace)));

/** A lens on the golden run with one text. */
async function openOn(content: string, block = 64, run = directory) {
  const handlers = lensHandlers();
  const description = await handlers.openLens({ source: { directory: run, checkpoint: 'best' }, block });
  await handlers.setText({ document: 'd', version: 1, text: content });
  let version = 1;
  const place = () => ({ lens: description.id, document: 'd', version });
  type Place = ReturnType<typeof place>;
  const ask = async <M extends keyof LensMethods>(
    method: M,
    params: Omit<Params<LensMethods, M>, keyof Place>,
    signal?: AbortSignal,
  ) => (await handlers[method]({ ...place(), ...params } as never, signal)) as Result<LensMethods, M>;
  const edit = (offset: number, length: number, inserted: string) =>
    handlers.editText({ document: 'd', version: ++version, edits: [{ offset, length, text: inserted }] });
  return { handlers, description, ask, edit, place };
}

/** Golden rows of a layer and quantity at a position. */
function goldenRow(quantity: string, layer: number, t: number): Float64Array {
  const all = golden.numbers(golden.has(quantity) ? quantity : `gate.${quantity}`);
  const row = positions.indexOf(t);
  const start = (layer * positions.length + row) * units;
  return all.subarray(start, start + units);
}

const floats = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
};

describe('a lens', () => {
  it('knows what symbols cost by their frequency alone, where the run tells', async () => {
    const told = await goldenRun(trace, { baselines: { uniform: 2.4, unigram: 2.1, bigram: 1.8, symbols: 500 } });
    expect((await openOn(text, 64, told)).description.unigram).toBe(2.1);
    const silent = await goldenRun(trace, { baselines: undefined });
    expect((await openOn(text, 64, silent)).description).not.toHaveProperty('unigram');
  });

  it('says what it looks through', async () => {
    const { description } = await openOn(text);
    expect(description).toMatchObject({ name: 'golden-1', step: 7, block: 64, vocabulary: trace.vocabulary.symbols });
    expect(description.layers).toEqual(
      [{}, { head: [] }].map((above) => ({
        cell: 'lstm',
        candidate: 'tanh',
        peephole: 'none',
        dropout: 0,
        ...above,
        units,
        quantities: ['forget', 'input', 'output', 'candidate', 'c', 'h'],
      })),
    );
  });

  it('shows everything about a symbol as PyTorch computes it, also deep in the text', async () => {
    const { ask } = await openOn(text);
    for (const at of [0, 63, 64, 130, 650, 698, 699]) {
      const found = await ask('traceSymbol', { offset: at, isExact: true });
      expect(found).toMatchObject({
        at,
        offset: at,
        length: 1,
        symbol: text[at],
        isUnknown: false,
        isApproximate: false,
      });
      if (at > 0) expect(found.surprise).toBeCloseTo(golden.numbers('loss')[at - 1]!, 5);
      else expect(found.surprise).toBeUndefined();
      expect(found.lossesAhead).toBe(Math.min(699, 64 * (Math.floor(at / 64) + 2)) - at);
      found.layers.forEach(({ quantities, gradientH, gradientC }, k) => {
        for (const { quantity, values, mean } of quantities) {
          const expected = goldenRow(quantity, k, at);
          expect(distance(values, expected)).toBeLessThan(1e-5);
          expect(mean).toBeCloseTo(expected.reduce((sum, value) => sum + value) / units, 5);
        }
        const norm = (name: string) => golden.numbers(name)[k * 700 + at]!;
        if (at === 699) expect([gradientH, gradientC]).toEqual([undefined, undefined]);
        else expect(distance([gradientH!, gradientC!], [norm('gradientH'), norm('gradientC')])).toBeLessThan(1e-5);
      });
      const logits = golden
        .numbers('logits')
        .subarray(positions.indexOf(at) * vocabulary)
        .subarray(0, vocabulary);
      const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
      expect(found.next).toHaveLength(5);
      for (const { symbol, probability, isTrue } of found.next) {
        expect(probability).toBeCloseTo(Math.exp(logits[symbol.charCodeAt(0) - 97]!) / sum, 5);
        expect(isTrue).toBe(symbol === text[at + 1]);
      }
    }
  });

  it('is nearly right at once where the text is not read up to there yet, and says so', async () => {
    const long = text.repeat(600); // reading up to there takes a while, and goes on by itself from the start
    const { ask } = await openOn(long);
    const about = await ask('traceSymbol', { offset: 400_000, isExact: false });
    expect(about.isApproximate).toBe(true);
    const exact = await ask('traceSymbol', { offset: 400_000, isExact: true });
    expect(exact.isApproximate).toBe(false);
    const h = (found: typeof exact) => found.layers[1]!.quantities.find(({ quantity }) => quantity === 'h')!.values;
    expect(distance(h(about), h(exact))).toBeLessThan(1e-3);
    expect(about.surprise).toBeCloseTo(exact.surprise!, 3);
  });

  it('looks back from a symbol as PyTorch does from the loss that had to predict it', async () => {
    const { ask } = await openOn(text);
    for (const at of [1, 64, 201, 699]) {
      const { layers, from, offsets } = await ask('lookBack', { offset: at });
      expect(offsets).toEqual(Array.from({ length: at - from }, (_, i) => from + i));
      layers.forEach((norms, k) => {
        const expected = golden.numbers(`lookback.${at - 1}`).subarray(k * at, (k + 1) * at);
        expect(distance([...new Float64Array(from), ...norms], expected)).toBeLessThan(1e-5);
      });
    }
  });

  it('gives a stretch of the text for every quantity, gradients by unit included', async () => {
    const { ask } = await openOn(text);
    const found = await ask('traceStretch', { from: 10, to: 80, every: 1, layer: 1, quantity: 'forget' });
    const values = floats(found.values);
    expect(found).toMatchObject({ from: 10, to: 80, every: 1, units, isApproximate: false });
    const expected = Array.from({ length: 70 }, (_, i) => [...goldenRow('forget', 1, 10 + i)]).flat();
    expect(distance(values, expected)).toBeLessThan(1e-5);
    expect(found.symbols.join('')).toBe(text.slice(10, 80));
    expect(distance(found.surprise as number[], golden.numbers('loss').subarray(9, 79))).toBeLessThan(1e-5);
    const norms = golden.numbers('gradientH').subarray(700 + 10, 700 + 80);
    expect(distance(found.gradientH as number[], norms)).toBeLessThan(1e-5);
    const slopes = floats(
      (await ask('traceStretch', { from: 10, to: 80, every: 1, layer: 1, quantity: 'gradientH' })).values,
    );
    const found2 = Array.from({ length: 70 }, (_, i) => Math.hypot(...slopes.subarray(i * units, (i + 1) * units)));
    expect(distance(found2, norms)).toBeLessThan(1e-5);
  });

  it.each<[number, PanelQuantity]>([
    [4, 'c'],
    [16, 'c'],
    [16, 'input'],
    [4, 'gradientC'],
  ])('gives columns of %i symbols as the means of single ones: %s', async (every, quantity) => {
    const { ask } = await openOn(text);
    await ask('traceSymbol', { offset: 699, isExact: true });
    const fine = await ask('traceStretch', { from: 64, to: 256, every: 1, layer: 0, quantity });
    const coarse = await ask('traceStretch', { from: 64, to: 256, every, layer: 0, quantity });
    const [single, columns] = [floats(fine.values), floats(coarse.values)];
    const meanOf = (i: number) => {
      const [column, unit] = [Math.floor(i / units), i % units];
      let sum = 0;
      for (let t = 0; t < every; t++) sum += single[(column * every + t) * units + unit]!;
      return sum / every;
    };
    expect(
      distance(
        columns,
        Array.from(columns, (_, i) => meanOf(i)),
      ),
    ).toBeLessThan(1e-6);
    const mean = (i: number) => fine.mean.slice(i * every, (i + 1) * every).reduce((sum, each) => sum + each) / every;
    expect(
      distance(
        coarse.mean,
        coarse.mean.map((_, i) => mean(i)),
      ),
    ).toBeLessThan(1e-6);
    coarse.low.forEach((low, i) => {
      expect(low).toBeLessThanOrEqual(coarse.mean[i]! + 1e-6);
      expect(coarse.high[i]).toBeGreaterThanOrEqual(coarse.mean[i]! - 1e-6);
    });
  });

  it('gives an overview of the whole text', async () => {
    const { ask } = await openOn(text);
    const overview = await ask('traceOverview', { layer: 0, quantity: 'forget' });
    const { values, mean } = await ask('traceStretch', { from: 0, to: 700, every: 1, layer: 0, quantity: 'forget' });
    const rows = floats(values);
    const ofUnit = (unit: number) => rows.filter((_, i) => i % units === unit);
    expect(overview).toMatchObject({ symbols: 700, traced: 700 });
    expect(
      distance(
        overview.buckets.map((bucket) => bucket.mean),
        mean,
      ),
    ).toBeLessThan(1e-6);
    overview.units.forEach(({ mean, closed, open }, unit) => {
      const own = ofUnit(unit);
      expect(mean).toBeCloseTo(own.reduce((sum, value) => sum + value) / 700, 5);
      expect(closed).toBeCloseTo(own.filter((value) => value < 0.1).length / 700, 9);
      expect(open).toBeCloseTo(own.filter((value) => value > 0.9).length / 700, 9);
    });
    expect([...overview.similarity].sort((a, b) => a - b)).toEqual(Array.from({ length: units }, (_, i) => i));
  });

  it('colours a text by surprise, gradient and gates', async () => {
    const { ask } = await openOn(text);
    const surprise = await ask('colourText', { from: 0, to: 700, by: { kind: 'surprise' }, isExact: true });
    expect(surprise.values[0]).toBeNull();
    expect(distance(surprise.values.slice(1) as number[], golden.numbers('loss').subarray(0, 699))).toBeLessThan(1e-5);
    const by = { kind: 'quantity', layer: 1, quantity: 'c', unit: 5 } as const;
    const unit = await ask('colourText', { from: 640, to: 700, by, isExact: true });
    const expected = Array.from({ length: 60 }, (_, i) => goldenRow('c', 1, 640 + i)[5]!);
    expect(distance(unit.values as number[], expected)).toBeLessThan(1e-5);
    const gradient = await ask('colourText', { from: 0, to: 700, by: { kind: 'gradientH', layer: 0 }, isExact: true });
    expect(gradient.values[699]).toBeNull();
    const norms = golden.numbers('gradientH').subarray(0, 699);
    expect(distance(gradient.values.slice(0, 699) as number[], norms)).toBeLessThan(1e-5);
  });

  it('explains a unit by numbers that its equations hold for', async () => {
    const { ask } = await openOn(text);
    const { numbers } = await ask('explainUnit', { at: 130, layer: 1, unit: 3 });
    const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
    const n = numbers as Record<string, number>;
    expect(n['c']).toBeCloseTo(goldenRow('c', 1, 130)[3]!, 5);
    expect(n['cBefore']).toBeCloseTo(goldenRow('c', 1, 129)[3]!, 5);
    expect(n['hBefore']).toBeCloseTo(goldenRow('h', 1, 129)[3]!, 5);
    expect(sigmoid(n['sums.forget']!)).toBeCloseTo(goldenRow('forget', 1, 130)[3]!, 5);
    expect(Math.tanh(n['sums.candidate']!)).toBeCloseTo(n['candidate']!, 9);
    expect(n['forget']! * n['cBefore']! + n['input']! * n['candidate']!).toBeCloseTo(n['c']!, 9);
    expect(n['output']! * Math.tanh(n['c']!)).toBeCloseTo(n['h']!, 9);
  });

  it.each(['symbol', 'gateZero', 'unitOne'] as const)('plays with the text as PyTorch does: %s', async (change) => {
    const { ask } = await openOn(text);
    const { symbol } = golden.metadata<{ played: { symbol: number } }>('trace').played;
    const gate = { kind: 'gate', layer: 0, quantity: 'forget', from: 100 } as const;
    const found = await ask('play', {
      intervention: {
        symbol: { kind: 'symbol', at: 100, symbol: trace.vocabulary.symbols[symbol]! } as const,
        gateZero: { ...gate, value: 0 } as const,
        unitOne: { ...gate, value: 1, unit: 3 } as const,
      }[change],
      until: 131,
      seen: { layer: 1, quantity: 'h' },
    });
    expect(found).toMatchObject({ from: 100, isApproximate: false });
    const byUnit = floats(found.units);
    expect(byUnit).toHaveLength(31 * units);
    const logits = golden.numbers(`played.${change}.logits`);
    const probabilities = (row: number, from: Float64Array) => {
      const own = from.subarray(row * vocabulary, (row + 1) * vocabulary);
      const sum = own.reduce((total, logit) => total + Math.exp(logit), 0);
      return own.map((logit) => Math.exp(logit) / sum);
    };
    found.next.forEach(({ truth, played }, i) => {
      for (const [ways, all, row] of [
        [played, logits, i],
        [truth, golden.numbers('logits'), positions.indexOf(100 + i)],
      ] as const)
        for (const [name, probability] of ways)
          expect(probability).toBeCloseTo(probabilities(row, all)[name.charCodeAt(0) - 97]!, 5);
      if (i > 0)
        expect(found.surprise.played[i]).toBeCloseTo(
          -Math.log(probabilities(i - 1, logits)[text.charCodeAt(100 + i) - 97]!),
          4,
        );
      const h = golden.numbers(`played.${change}.h`);
      const expected = [0, 1].map((k) => {
        const own = h.subarray((k * 31 + i) * units, (k * 31 + i + 1) * units);
        return Math.hypot(...own.map((value, u) => value - goldenRow('h', k, 100 + i)[u]!));
      });
      expect(found.difference.map((norms) => norms[i]!)[0]).toBeCloseTo(expected[0]!, 5);
      expect(found.difference.map((norms) => norms[i]!)[1]).toBeCloseTo(expected[1]!, 5);
      const own = h.subarray((31 + i) * units, (32 + i) * units);
      const seen = own.map((value, u) => value - goldenRow('h', 1, 100 + i)[u]!);
      expect(distance(byUnit.subarray(i * units, (i + 1) * units), seen)).toBeLessThan(1e-4);
    });
    expect(found.next).toHaveLength(31);
  });

  it('sets a gate over a stretch only, and tells of any quantity what it has become', async () => {
    const { ask } = await openOn(text);
    const played = async (to: number | undefined) =>
      ask('play', {
        intervention: { kind: 'gate', layer: 0, quantity: 'forget', value: 0, from: 100, to },
        until: 140,
        seen: { layer: 0, quantity: 'forget' },
      });
    const [short, long] = [await played(110), await played(undefined)];
    const [ofShort, ofLong] = [floats(short.units), floats(long.units)];
    expect(ofShort.subarray(0, 10 * units)).toEqual(ofLong.subarray(0, 10 * units));
    expect(short.surprise.played.slice(0, 11)).toEqual(long.surprise.played.slice(0, 11));
    const closed = Array.from({ length: 10 }, (_, i) => [...goldenRow('forget', 0, 100 + i)].map((value) => -value));
    expect(distance(ofShort.subarray(0, 10 * units), closed.flat())).toBeLessThan(1e-5);
    expect(Math.max(...ofShort.subarray(10 * units).map(Math.abs))).toBeLessThan(0.5);
    expect(short.difference[0]!.at(-1)).toBeLessThan(0.2 * long.difference[0]!.at(-1)!);
  });
});

describe('playing with other cells', () => {
  it('a GRU whose update gate keeps all has the state that it had', async () => {
    const gru = readGoldenTrace('gruTwoLayers');
    const { ask, description } = await openOn(gru.text, 64, await goldenRun(gru));
    expect(description.layers[0]).toMatchObject({ cell: 'gru', update: 'keep' });
    const seen = { layer: 0, quantity: 'h' } as const;
    const update = { kind: 'gate', layer: 0, quantity: 'update', value: 1, from: 100 } as const;
    const difference = floats((await ask('play', { intervention: update, until: 130, seen })).units);
    const truth = floats((await ask('traceStretch', { from: 99, to: 130, every: 1, ...seen })).values);
    const { units } = description.layers[0]!;
    const kept = truth.subarray(0, units);
    for (let t = 0; t < 30; t++)
      expect(
        distance(
          difference.subarray(t * units, (t + 1) * units).map((by, u) => by + truth[(t + 1) * units + u]!),
          kept,
        ),
      ).toBeLessThan(1e-5);
  });

  it('an Elman network has another symbol, and its states as if that had stood there', async () => {
    const elman = readGoldenTrace('elmanTwoLayers');
    const run = await goldenRun(elman);
    const other = elman.vocabulary.symbols.find((symbol) => symbol !== elman.text[100])!;
    const changed = elman.text.slice(0, 100) + other + elman.text.slice(101);
    const seen = { layer: 1, quantity: 'h' } as const;
    const [asIs, asPut] = [await openOn(elman.text, 64, run), await openOn(changed, 64, run)];
    const intervention = { kind: 'symbol', at: 100, symbol: other } as const;
    const difference = floats((await asIs.ask('play', { intervention, until: 130, seen })).units);
    const rows = async ({ ask }: typeof asIs) =>
      floats((await ask('traceStretch', { from: 100, to: 130, every: 1, ...seen })).values);
    const [truth, put] = [await rows(asIs), await rows(asPut)];
    expect(
      distance(
        difference.map((by, i) => by + truth[i]!),
        put,
      ),
    ).toBeLessThan(1e-5);
  });
});

describe('a text that is edited', () => {
  /** Everything about some symbols, to be compared. */
  const look = async (ask: Awaited<ReturnType<typeof openOn>>['ask'], places: number[]) => {
    const found = [];
    for (const offset of places) {
      const { layers, surprise, next, ...rest } = await ask('traceSymbol', { offset, isExact: true });
      found.push({
        ...rest,
        surprise,
        next,
        layers: layers.map(({ quantities, ...norms }) => ({ norms, values: quantities.map(({ values }) => values) })),
      });
    }
    return found;
  };

  it.each<[string, number, number, string]>([
    ['in the middle', 300, 5, 'abcabc'],
    ['at a border of blocks', 128, 1, 'k'],
    ['at the beginning', 0, 3, ''],
    ['at the end', 700, 0, 'abcdefghij'],
    ['by emoji, which the model does not know', 200, 0, '🙂🙂é'],
    ['by taking nearly all of it away', 10, 690, ''],
  ])('%s is traced as if it had always been so', async (_, offset, length, inserted) => {
    const whole = text.slice(0, offset) + inserted + text.slice(offset + length);
    const places = [0, 5, 9, 127, 128, 199, 200, 204, 301, 320, 640, 690, 705].filter((place) => place < whole.length);
    const { ask, edit } = await openOn(text);
    await look(ask, places);
    await ask('traceOverview', { layer: 0, quantity: 'c' });
    expect(await edit(offset, length, inserted)).toEqual({ symbols: [...whole].length });
    const fresh = await openOn(whole);
    expect(await look(ask, places)).toEqual(await look(fresh.ask, places));
    const overview = { layer: 0, quantity: 'c' } as const;
    const counted = async (of: typeof ask) => {
      for (;;) {
        const found = await of('traceOverview', overview);
        if (found.traced === found.symbols) return found;
      }
    };
    expect(await counted(ask)).toEqual(await counted(fresh.ask));
  });

  it('has no answers for its older version', async () => {
    const { ask, edit, handlers, place } = await openOn(text);
    const before = place();
    await edit(0, 0, 'a');
    const late = async () => handlers.traceSymbol({ ...before, offset: 0, isExact: true });
    await expect(late()).rejects.toThrow('version');
    await expect(ask('traceSymbol', { offset: 0, isExact: true })).resolves.toBeDefined();
  });
});

describe('strange texts', () => {
  it('with symbols that the model does not know are read as if those were not there', async () => {
    const plain = await openOn('abcabcabc');
    const strange = await openOn('🙂abca\r\nbc\u0301abc🙂');
    expect(await strange.ask('findUnknown', { from: 0, to: 100 })).toEqual({ offsets: [0, 6, 7, 10, 14] });
    const [clean, mixed] = [
      await plain.ask('traceSymbol', { offset: 4, isExact: true }),
      await strange.ask('traceSymbol', { offset: 8, isExact: true }),
    ];
    expect(mixed).toMatchObject({ symbol: 'b', at: 7, offset: 8, isUnknown: false, surprise: clean.surprise });
    expect(mixed.layers.map(({ quantities }) => quantities.map(({ values }) => values))).toEqual(
      clean.layers.map(({ quantities }) => quantities.map(({ values }) => values)),
    );
    const unknown = await strange.ask('traceSymbol', { offset: 1, isExact: true });
    expect(unknown).toMatchObject({ at: 0, offset: 0, length: 2, symbol: '🙂', isUnknown: true, next: [] });
    const colours = await strange.ask('colourText', { from: 0, to: 16, by: { kind: 'surprise' }, isExact: true });
    expect(colours.offsets).toEqual([0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(colours.values.map((value) => value === null)).toEqual(
      [1, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 1].map(Boolean),
    );
    const stretch = await strange.ask('traceStretch', { from: 0, to: 14, every: 1, layer: 0, quantity: 'h' });
    const rows = floats(stretch.values);
    expect([...rows.subarray(5 * units, 6 * units)]).toEqual([...rows.subarray(4 * units, 5 * units)]);
  });

  it('from right to left, empty, or of symbols that the model knows none of, are answered in words', async () => {
    for (const content of ['שלום', '🙂'.repeat(5000), '']) {
      const { ask } = await openOn(content);
      await expect(ask('traceSymbol', { offset: 0, isExact: false })).rejects.toBeInstanceOf(UserError);
      expect((await ask('findUnknown', { from: 0, to: 1e9 })).offsets).toHaveLength([...content].length);
    }
  });

  it('of one line of a megabyte are answered before they are read to the end, and are read on', async () => {
    const { ask } = await openOn(text.repeat(1500));
    const end = 1_050_000;
    // asked at once, so that however fast a machine reads, it has read nothing when the first answers are computed
    const [far, hover] = await Promise.all([
      ask('traceStretch', { from: 1_048_576, to: end, every: 1024, layer: 0, quantity: 'h' }),
      ask('traceSymbol', { offset: 1_040_000, isExact: false }),
    ]);
    expect([far.isApproximate, hover.isApproximate]).toEqual([true, true]);
    const counted = async () => (await ask('traceOverview', { layer: 0, quantity: 'forget' })).traced;
    expect(await counted()).toBeGreaterThan(0);
    await expect.poll(counted, { timeout: 60_000 }).toBe(end);
    expect(await ask('traceSymbol', { offset: 1_040_000, isExact: false })).toMatchObject({ isApproximate: false });
  }, 90_000);
});

describe('a question', () => {
  it('ends when it is not wanted any more', async () => {
    const { ask } = await openOn(text.repeat(1500));
    const controller = new AbortController();
    const asked = ask('traceSymbol', { offset: 1_000_000, isExact: true }, controller.signal);
    await ask('traceSymbol', { offset: 5, isExact: true }); // newer: it goes first
    controller.abort();
    await expect(asked).rejects.toThrow('Cancelled');
  });

  it('ends when its lens or its text is closed', async () => {
    const { ask, handlers, description } = await openOn(text.repeat(1500));
    const asked = ask('traceSymbol', { offset: 1_000_000, isExact: true });
    await ask('traceSymbol', { offset: 5, isExact: true });
    const failed = expect(asked).rejects.toThrow('Cancelled');
    await handlers.closeLens({ lens: description.id });
    await failed;
    await expect(ask('traceSymbol', { offset: 0, isExact: false })).rejects.toBeInstanceOf(UserError);
  });
});

describe('weights that cannot be looked through', () => {
  const open = async (checkpoint: string, from = directory) =>
    lensHandlers().openLens({ source: { directory: from, checkpoint }, block: 64 });

  it('are answered in words: a checkpoint that is gone or half written, a run without any', async () => {
    await expect(open('step-9.safetensors')).rejects.toThrow('step-9.safetensors of golden-1 is not there');
    const damaged = await goldenRun(trace);
    const path = join(damaged, 'checkpoints', 'step-7.safetensors');
    await truncate(path, 5000);
    await expect(open('best', damaged)).rejects.toThrow('not whole');
    await expect(open('last', damaged)).rejects.toThrow('no whole checkpoint');
    await rm(path);
    await expect(open('best', damaged)).rejects.toBeInstanceOf(UserError);
    await rm(join(damaged, 'run.json'));
    await expect(open('best', damaged)).rejects.toBeInstanceOf(UserError);
  });

  it('are answered in words: an experiment that is gone, or does not fit the weights', async () => {
    const folder = await goldenRun(trace);
    const weightsPath = join(folder, 'checkpoints', 'step-7.safetensors');
    const experimentPath = join(folder, 'x.unroll.json');
    const openWeights = async () => lensHandlers().openLens({ source: { experimentPath, weightsPath }, block: 64 });
    await expect(openWeights()).rejects.toBeInstanceOf(UserError);
    await writeFile(join(folder, 'text.txt'), 'abcdefghijk'.repeat(10));
    const experiment = (layers: object[]) =>
      JSON.stringify({ data: { path: 'text.txt' }, model: { input: trace.model.input, layers } });
    await writeFile(experimentPath, experiment([{ cell: 'gru', units: 4 }]));
    await expect(openWeights()).rejects.toBeInstanceOf(UserError);
    await writeFile(
      experimentPath,
      experiment([
        { cell: 'lstm', units },
        { cell: 'lstm', units },
      ]),
    );
    expect(await openWeights()).toMatchObject({ name: 'step-7.safetensors', vocabulary: trace.vocabulary.symbols });
  });

  it('do not matter to a lens that is open already', async () => {
    const folder = await goldenRun(trace);
    const handlers = lensHandlers();
    const { id } = await handlers.openLens({ source: { directory: folder, checkpoint: 'last' }, block: 64 });
    await rm(folder, { recursive: true });
    await handlers.setText({ document: 'd', version: 1, text });
    const found = await handlers.traceSymbol({ lens: id, document: 'd', version: 1, offset: 3, isExact: true });
    expect(found.symbol).toBe(text[3]);
  });
});
