import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { modelOf } from './modelOf';
import { parametersOf } from '../weights/parameters';
import { readWeights } from '../weights/readWeights';
import { distance, Golden, goldenWindows, layersOf, savedInitialOf, type GoldenModel } from './testing/golden';
import { kernelTargets, nativeTargets, startTarget } from './testing/targets';
import { timeMajor } from '../layers/testing/timeMajor';

/** A golden window as a model and what it reads, time-major. */
function read(golden: Golden) {
  const options = golden.metadata<GoldenModel>('model');
  const { batch, vocabulary } = options;
  const model = { input: options.input, layers: layersOf(options) };
  const values = readWeights(golden.under('weights.'), parametersOf(model, vocabulary));
  const [symbols, targets] = ['input', 'target'].map((name) => timeMajor(golden.integers(name), batch));
  return { options, model, values, symbols: symbols!, targets: targets! };
}

/** What a reader finds in one window of a golden model. */
function run(golden: Golden) {
  const { options, model, values, symbols, targets } = read(golden);
  const { batch, window, vocabulary } = options;
  const network = modelOf(model, vocabulary, values);
  const reader = network.reader({ lanes: batch, window });
  reader.state = savedInitialOf(golden);
  const logits = laneMajor([...reader.predict(symbols, window)], options);
  const final = reader.state;
  reader.state = savedInitialOf(golden);
  const losses = reader.measure(symbols, targets);
  const loss = [losses.reduce((sum, each) => sum + each) / losses.length];
  network.dispose();
  return { logits, loss, final };
}

/** [time * batch, vocabulary] as [batch, time, vocabulary]. */
function laneMajor(logits: number[], { batch, window, vocabulary }: GoldenModel): number[] {
  return Array.from({ length: batch * window }, (_, row) => {
    const [lane, t] = [Math.floor(row / window), row % window];
    const start = (t * batch + lane) * vocabulary;
    return logits.slice(start, start + vocabulary);
  }).flat();
}

const tolerance = 1e-5;
const places = [
  { place: 'tensor operations on wasm', kernels: 'reference', backend: 'wasm' },
  { place: 'tensor operations on cpu', kernels: 'reference', backend: 'cpu' },
  ...nativeTargets.map((kernels) => ({ place: 'native TensorFlow', kernels, backend: undefined })),
  ...kernelTargets.map((kernels) => ({ place: `${kernels} kernels`, kernels, backend: undefined })),
] as const;

describe.each(places)('a text read by $place', ({ kernels, backend }) => {
  beforeAll(async () => {
    await startTarget(kernels);
    if (backend) await setBackend(backend);
  });

  it.each(goldenWindows)('has the logits, loss and final state that PyTorch computes in float64: %s', (name) => {
    const golden = new Golden(`windows/${name}.safetensors`);
    const found = run(golden);
    const final = (part: 'h' | 'c') => found.final.flatMap((state) => [...(state[part]!.data as Float32Array)]);
    expect(distance(found.logits, golden.numbers('logits'))).toBeLessThan(tolerance);
    expect(distance(found.loss, golden.numbers('loss'))).toBeLessThan(tolerance);
    expect(distance(final('h'), golden.numbers('final.h'))).toBeLessThan(tolerance);
    if (golden.has('final.c')) expect(distance(final('c'), golden.numbers('final.c'))).toBeLessThan(tolerance);
  });

  it.each(['lstmTwoLayers', 'gruBeforeReplace'])(
    'comes to the same in pieces, with a state that is carried: %s',
    (name) => {
      const golden = new Golden(`windows/${name}.safetensors`);
      const { options, model, values, symbols } = read(golden);
      const { batch, window, vocabulary } = options;
      const network = modelOf(model, vocabulary, values);
      const reader = network.reader({ lanes: batch, window });
      const whole = reader.predict(symbols).slice();
      reader.reset();
      reader.predict(symbols.subarray(0, batch));
      expect(distance(reader.predict(symbols.subarray(batch)), whole)).toBeLessThan(tolerance);
      network.dispose();
    },
  );

  it('shows the gates, from which the cell state follows by the equation of an LSTM', () => {
    const { options, model, values, symbols } = read(new Golden('windows/lstmTwoLayers.safetensors'));
    const { batch, window, vocabulary, units } = options;
    const network = modelOf(model, vocabulary, values);
    const reader = network.reader({ lanes: batch, window, keepsGates: true });
    reader.predict(symbols);
    for (const layer of [0, 1]) {
      const { h, c, gates } = reader.trace(layer);
      const at = ({ data, offset, stride }: typeof h, row: number, unit: number) => data[offset + row * stride + unit]!;
      const gate = (name: string, row: number, unit: number) => at(gates.get(name)!, row, unit);
      expect([...gates.keys()].sort()).toEqual(['candidate', 'forget', 'input', 'output']);
      expect([h.rows, h.columns]).toEqual([window * batch, units]);
      for (let row = 0; row < window * batch; row++) {
        for (let unit = 0; unit < units; unit++) {
          const before = row < batch ? 0 : at(c!, row - batch, unit);
          const cell = gate('forget', row, unit) * before + gate('input', row, unit) * gate('candidate', row, unit);
          expect(at(c!, row, unit)).toBeCloseTo(cell, 5);
          expect(at(h, row, unit)).toBeCloseTo(gate('output', row, unit) * Math.tanh(cell), 5);
        }
      }
    }
    network.dispose();
  });
});
