import { beforeAll, describe, expect, it } from 'vitest';
import { distance } from '../../model/testing/golden';
import { bothForms, startTarget } from '../../model/testing/targets';
import { lookBack } from '../instruments/lookBack';
import type { ReadText } from './readText';
import type { TracedModel } from '../passes/tracedModel';
import { goldenTraces, open, readGoldenTrace, type GoldenTrace } from '../testing/goldenTrace';
import { traceText } from './traceText';

const tolerance = 1e-5;

/** A whole text traced, its pieces put together. */
function traceAll(trace: GoldenTrace, block = 64, span = { from: 0, to: trace.symbols.length }) {
  const { traced, read } = open(trace);
  const losses: number[] = [];
  const likeliest: number[] = [];
  const probabilities: number[] = [];
  const layers = trace.model.layers.map(() => ({
    quantities: {} as Record<string, number[]>,
    gradientH: [] as number[],
    gradientC: [] as number[],
  }));
  for (const piece of traceText(traced, read, span, block)) {
    losses.push(...piece.losses);
    likeliest.push(...piece.likeliest);
    probabilities.push(...piece.probabilities);
    piece.layers.forEach(({ quantities, gradientH, gradientC = [] }, k) => {
      for (const [name, values] of quantities) (layers[k]!.quantities[name] ??= []).push(...values);
      layers[k]!.gradientH.push(...gradientH);
      layers[k]!.gradientC.push(...gradientC);
    });
  }
  traced.dispose();
  return { losses, likeliest, probabilities, layers };
}

/** Rows of a layer at the golden positions. */
const atPositions = ({ positions }: GoldenTrace, rows: number[], units: number) =>
  [...positions].flatMap((t) => rows.slice(t * units, (t + 1) * units));

describe.each(bothForms)('a text traced by %s', (kernels) => {
  beforeAll(async () => void (await startTarget(kernels)));

  it.each(goldenTraces)('has the gates, states and losses that PyTorch computes in float64: %s', (name) => {
    const trace = readGoldenTrace(name);
    const found = traceAll(trace);
    trace.model.layers.forEach(({ units }, k) => {
      const names = [
        'h',
        'c',
        'gate.input',
        'gate.forget',
        'gate.candidate',
        'gate.output',
        'gate.reset',
        'gate.update',
      ];
      const inGolden = names.filter((quantity) => trace.golden.has(quantity));
      const quantities = inGolden.map((quantity) => quantity.replace('gate.', ''));
      expect(Object.keys(found.layers[k]!.quantities).sort()).toEqual([...quantities].sort());
      for (const quantity of inGolden) {
        const all = trace.golden.numbers(quantity);
        const expected = all.subarray((k * all.length) / trace.model.layers.length);
        const rows = atPositions(trace, found.layers[k]!.quantities[quantity.replace('gate.', '')]!, units);
        expect(distance(rows, expected.subarray(0, rows.length))).toBeLessThan(tolerance);
      }
    });
    expect(found.losses.at(-1)).toBeNaN();
    expect(distance(found.losses.slice(0, -1), trace.golden.numbers('loss').subarray(0, -1))).toBeLessThan(tolerance);
  });

  it.each(goldenTraces)('has the likeliest symbols that follow from the logits of PyTorch: %s', (name) => {
    const trace = readGoldenTrace(name);
    const { likeliest, probabilities } = traceAll(trace);
    const width = trace.vocabulary.size;
    const logits = trace.golden.numbers('logits');
    trace.positions.forEach((t, row) => {
      const own = logits.subarray(row * width, (row + 1) * width);
      const sum = own.reduce((total, logit) => total + Math.exp(logit), 0);
      const expected = [...own].map((logit) => Math.exp(logit) / sum).sort((a, b) => b - a);
      expect(distance(probabilities.slice(t * 5, t * 5 + 5), expected.slice(0, 5))).toBeLessThan(tolerance);
      const ofSymbols = likeliest.slice(t * 5, t * 5 + 5).map((symbol) => Math.exp(own[symbol]!) / sum);
      expect(distance(ofSymbols, expected.slice(0, 5))).toBeLessThan(tolerance);
    });
  });

  it.each(goldenTraces)('has the gradients that PyTorch keeps with retain_grad, by blocks of 64 and 32: %s', (name) => {
    const trace = readGoldenTrace(name);
    for (const [block, suffix] of [
      [64, ''],
      [32, '32'],
    ] as const) {
      const { layers } = traceAll(trace, block);
      for (const gradient of ['gradientH', 'gradientC'] as const) {
        if (!trace.golden.has(gradient)) continue;
        const expected = trace.golden.numbers(gradient + suffix);
        layers.forEach((layer, k) =>
          expect(distance(layer[gradient], expected.subarray(k * 700, (k + 1) * 700))).toBeLessThan(tolerance),
        );
      }
    }
  });

  it('is the same where it is traced from a place deep in it', () => {
    const trace = readGoldenTrace('lstmTwoLayers');
    const whole = traceAll(trace);
    const part = traceAll(trace, 64, { from: 448, to: 600 });
    expect(
      distance(part.layers[1]!.quantities['c']!, whole.layers[1]!.quantities['c']!.slice(448 * 12, 600 * 12)),
    ).toBeLessThan(1e-6);
    expect(distance(part.layers[0]!.gradientC, whole.layers[0]!.gradientC.slice(448, 600))).toBeLessThan(1e-6);
    expect(distance(part.losses, whole.losses.slice(448, 600))).toBeLessThan(1e-6);
  });

  it.each(goldenTraces)('looks back from a loss as PyTorch does through the whole text: %s', (name) => {
    const trace = readGoldenTrace(name);
    const { traced, read } = open(trace);
    const states = statesEvery(64, traced, read);
    for (const at of [0, 5, 63, 64, 200, 698]) {
      const expected = trace.golden.numbers(`lookback.${at}`);
      const found = trace.model.layers.map(() => new Float64Array(at + 1));
      for (const { from, layers } of lookBack(traced, read, at, 64, (step) => states[step / 64]))
        layers.forEach((norms, k) => found[k]!.set(norms, from));
      found.forEach((norms, k) =>
        expect(distance(norms, expected.subarray(k * (at + 1), (k + 1) * (at + 1)))).toBeLessThan(tolerance),
      );
    }
    traced.dispose();
  });
});

/** The states before every so many time steps. */
function statesEvery(count: number, traced: TracedModel, text: ReadText): Float32Array[] {
  const pass = traced.tracePass(1, count, false);
  const states: Float32Array[] = [new Float32Array(traced.states.size)];
  for (let at = 0; at + count < text.length; at += count) {
    const symbols = new Int32Array(count);
    text.read(at, symbols);
    pass.forward(symbols);
    states.push(pass.statesAfter()[0]!);
    pass.carry();
  }
  return states;
}
