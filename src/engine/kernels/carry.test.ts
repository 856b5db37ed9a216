import { afterAll, expect, it } from 'vitest';
import { drawCase, type WindowCase } from './testing/windowCase';
import type { Kernels } from './kernels';
import { KernelNetwork } from './network';
import { readRows } from './rows';
import { largestError } from './testing/compare';
import { Generator } from './testing/generator';
import { describeTargets, openTargets } from './testing/openTargets';
import { fill, networkOf } from './testing/quantities';

const generator = new Generator(5);
const layers = [
  { cell: 'lstm' as const, units: 21 },
  { cell: 'gru-after-keep' as const, units: 10 },
  { cell: 'gru-before-keep' as const, units: 7 },
  { cell: 'elman-tanh' as const, units: 18 },
  { cell: 'lstm-full-sigmoid' as const, units: 19 },
  { cell: 'lstm-diagonal' as const, units: 8 },
  { cell: 'elman-sigmoid' as const, units: 5 },
];
const batch = 3;
const time = 9;
const cases = [
  { input: { vocabulary: 12 }, outputs: 12, layers },
  { input: { vocabulary: 12, embedding: 5 }, outputs: 12, layers },
  { input: { features: 5 }, outputs: 4, layers },
].map((shape) => drawCase(generator, { shape, batch, time, hasInitialState: true }));

const targets = await openTargets();
afterAll(() => targets.forEach(({ kernels }) => kernels?.dispose()));

/** Rows of the input from..to of time, of some lanes. */
function part({ shape, input }: WindowCase, from: number, to: number, lanes: number[]) {
  const rows = Array.from({ length: to - from }, (_, t) => lanes.map((lane) => (from + t) * batch + lane)).flat();
  const width = 'features' in shape.input ? shape.input.features : 0;
  return {
    symbols: input.symbols && Int32Array.from(rows, (row) => input.symbols![row]!),
    features:
      input.features &&
      Float32Array.from(rows.flatMap((row) => [...input.features!.subarray(row * width, (row + 1) * width)])),
    initial: input.initial!.map(({ h, c }, k) => ({ h: pick(h, k, lanes), c: c && pick(c, k, lanes) })),
  };
}

const pick = (states: Float32Array, layer: number, lanes: number[]): Float32Array =>
  Float32Array.from(
    lanes.flatMap((lane) => [...states.subarray(lane * layers[layer]!.units, (lane + 1) * layers[layer]!.units)]),
  );

/** Logits of one window, and the states at its end. */
function whole(kernels: Kernels, of: WindowCase) {
  const network = networkOf(kernels, of);
  const pass = network.pass(batch, time, { gates: true });
  fill(pass, of);
  pass.forward(time);
  const result = { logits: [...pass.logits(0, time)], states: layers.map((_, k) => pass.stateAfter(k, time)) };
  network.dispose();
  return result;
}

/** Likewise of some lanes, piece by piece, without keeping gates. */
function inPieces(kernels: Kernels, of: WindowCase, pieces: number[], lanes: number[]) {
  const network = networkOf(kernels, of, -1);
  const pass = network.pass(lanes.length, Math.max(...pieces), {});
  const logits: number[] = [];
  part(of, 0, 1, lanes).initial.forEach(({ h, c }, k) => pass.setState(k, h, c));
  let at = 0;
  for (const piece of pieces) {
    const { symbols, features } = part(of, at, (at += piece), lanes);
    if (symbols) pass.read(symbols);
    if (features) pass.readFeatures(features);
    pass.forward(piece);
    logits.push(...pass.logits(0, piece));
    pass.carry(piece);
  }
  const result = { logits, states: layers.map((_, k) => pass.stateAfter(k, 0)) };
  network.dispose();
  return result;
}

describeTargets(targets, (kernels) => {
  const all = [0, 1, 2];

  it.each(cases)('windows that carry their state on are one long window, bit for bit: $name', (of) => {
    expect(inPieces(kernels, of, [4, 1, 3, 1], all)).toEqual(whole(kernels, of));
  });

  it.each(cases)('a lane read symbol by symbol gives what it gives among others, bit for bit: $name', (of) => {
    const { logits } = inPieces(kernels, of, Array(time).fill(1) as number[], [1]);
    const outputs = of.shape.outputs!;
    const expected = whole(kernels, of).logits.filter((_, i) => Math.floor(i / outputs) % batch === 1);
    expect(logits).toEqual(expected);
  });

  it('the logits of the last time steps alone are those of all', () => {
    const network = networkOf(kernels, cases[0]!);
    const pass = network.pass(batch, time, {});
    fill(pass, cases[0]!);
    pass.forward(time, 2);
    expect([...pass.logits(time - 2, time)]).toEqual(whole(kernels, cases[0]!).logits.slice(-2 * batch * 12));
    network.dispose();
  });

  it('a reset state is zero, and a state that was set is the one that a window begins with', () => {
    const network = networkOf(kernels, cases[0]!);
    const pass = network.pass(batch, time, { gates: true });
    fill(pass, cases[0]!);
    expect([...pass.stateAfter(0, 0).c!]).toEqual([...cases[0]!.input.initial![0]!.c!]);
    pass.setState(0, cases[0]!.input.initial![0]!.h);
    expect(pass.stateAfter(0, 0).c!.every((c) => c === 0)).toBe(true);
    pass.reset();
    layers.forEach((_, k) => expect(readRows(pass.hidden(k), 0, batch).every((h) => h === 0)).toBe(true));
    network.dispose();
  });

  it('a network that is read only gives the gradients by states that a learning one gives', () => {
    const of = drawCase(generator, { shape: { input: { features: 5 }, layers }, batch, time });
    const gradients = [-1, 0].map((slots) => {
      const network = networkOf(kernels, of, slots);
      const pass = network.pass(batch, time, { stateGradients: true });
      fill(pass, of);
      pass.forward(time);
      pass.setOutputGradient(of.input.outputGradient!);
      pass.backward(time, { stateGradients: true, weights: slots === 0 });
      const rows = layers.flatMap((_, k) => [...readRows(pass.hiddenGradients(k), 0, (time + 1) * batch)]);
      rows.push(...readRows(pass.cellGradients(0), 0, (time + 1) * batch), ...pass.featureGradient(time));
      network.dispose();
      return rows;
    });
    expect(gradients[0]).toEqual(gradients[1]);
    expect(gradients[0]!.filter((x) => x !== 0).length).toBeGreaterThan(1000);
  });

  it('gradients carried from window to window are those of one long window', () => {
    const half = 4;
    const shape = { input: { vocabulary: 12 }, outputs: 12, layers };
    const of = drawCase(generator, { shape, batch, time: 2 * half, hasInitialState: true });
    const network = networkOf(kernels, of);
    const long = network.pass(batch, 2 * half, { stateGradients: true });
    fill(long, of);
    const loss = long.learn(2 * half, 0, { stateGradients: true });
    const short = network.pass(batch, half, { stateGradients: true });
    const learnFrom = (t: number, chained: boolean) => {
      layers.forEach((_, k) => short.setState(k, long.stateAfter(k, t).h, long.stateAfter(k, t).c));
      short.read(of.input.symbols!.subarray(t * batch, (t + half) * batch));
      short.aim(of.input.targets!.subarray(t * batch, (t + half) * batch));
      const part = short.learn(half, 0, { stateGradients: true, weights: false, chained });
      layers.forEach((_, k) => {
        const expected = readRows(long.hiddenGradients(k), (t + 1) * batch, (t + half + 1) * batch);
        const found = readRows(short.hiddenGradients(k), batch, (half + 1) * batch);
        expect(largestError(found, expected), `layer ${k} from ${t} on`).toBeLessThan(1e-5);
      });
      return part;
    };
    expect((learnFrom(half, false) + learnFrom(0, true)) / loss).toBeCloseTo(1, 6);
    network.dispose();
  });

  it('a network and its pass stay where they are while larger ones come and go', () => {
    const network = networkOf(kernels, cases[0]!);
    const pass = network.pass(batch, time, { gates: true });
    for (let i = 0; i < 3; i++) {
      const other = new KernelNetwork(
        kernels,
        { input: { features: 1 }, layers: [{ cell: 'elman-tanh', units: 900 }] },
        1,
      );
      fill(pass, cases[0]!);
      pass.forward(time);
      expect([...pass.logits(0, time)]).toEqual(whole(kernels, cases[0]!).logits);
      expect(other.values.every((value) => value === 0)).toBe(true);
      other.values.fill(1);
      other.dispose();
    }
    expect([...network.values]).toEqual([...cases[0]!.values]);
    network.dispose();
  });
});
