import { describe, expect, it } from 'vitest';
import { experimentSchema, type Experiment } from '../../../protocol/experiment';
import { Generator } from '../../kernels/testing/generator';
import { readRows, type Rows } from '../../kernels/rows';
import { parametersOf, sizeOf } from '../../weights/parameters';
import { distance } from '../../model/testing/golden';
import { kernelTargets, startTarget } from '../../model/testing/targets';
import { engineKernels } from '../../backend/engineKernels';
import { tracedModelOf, type TracedModel } from './tracedModel';

const [vocabulary, lanes, time] = [9, 3, 6];

const cells = [
  ...(['tanh', 'sigmoid'] as const).flatMap((candidate) =>
    (['none', 'diagonal', 'full'] as const).map((peephole) => ({ cell: 'lstm', candidate, peephole })),
  ),
  ...(['after', 'before'] as const).flatMap((reset) =>
    (['keep', 'replace'] as const).map((update) => ({ cell: 'gru', reset, update })),
  ),
  ...(['tanh', 'relu', 'sigmoid', 'identity'] as const).map((activation) => ({ cell: 'elman', activation })),
  [{ cell: 'gru' }, { cell: 'lstm', peephole: 'full' }],
  [{ cell: 'lstm' }, { cell: 'elman' }],
];

/** Two layers of a cell, or of one cell and then of another. */
const modelOf = (cell: object | object[], input: unknown): Experiment['model'] =>
  experimentSchema.parse({
    data: { path: 'x' },
    model: { input, layers: [7, 5].map((units, k) => ({ ...(Array.isArray(cell) ? cell[k] : cell), units })) },
  }).model;

/** Weights, texts and states of a model, always the same. */
function drawOf(model: Experiment['model']) {
  const draw = new Generator(3);
  const size = sizeOf(parametersOf(model, vocabulary));
  const values = draw.numbers(size, 0.6);
  const [symbols, targets] = [0, 1].map(() => draw.symbols(2 * time * lanes, vocabulary)) as [Int32Array, Int32Array];
  return {
    values,
    symbols,
    targets,
    states: (count: number) => [draw.numbers(count, 1), undefined, draw.numbers(count, 1)],
  };
}

const numbersOf = (rows: Rows) => readRows(rows, 0, rows.rows);

/** The gradients of two windows, by layer, one after the other: of the loss of the last window's last two time steps. */
function gradientsOf(traced: TracedModel, model: Experiment['model'], isChained: boolean): Map<string, Float32Array[]> {
  const { symbols, targets, states } = drawOf(model);
  const initial = states(traced.states.size);
  const middle = time * lanes;
  const found = new Map<string, Float32Array[]>();
  const note = (pass: ReturnType<TracedModel['gradientPass']>) =>
    model.layers.forEach((_, k) => {
      const { h, c } = pass.gradients(k);
      found.set(`h ${k}`, [numbersOf(h), ...(found.get(`h ${k}`) ?? [])]);
      if (c) found.set(`c ${k}`, [numbersOf(c), ...(found.get(`c ${k}`) ?? [])]);
    });
  if (!isChained) {
    const pass = traced.gradientPass(lanes, 2 * time);
    pass.begin(initial);
    pass.backward(symbols, targets, 2 * time - 2);
    note(pass);
    return found;
  }
  const reader = traced.tracePass(lanes, time, false);
  reader.begin(initial);
  reader.forward(symbols.subarray(0, middle));
  const pass = traced.gradientPass(lanes, time);
  pass.begin(reader.statesAfter());
  pass.backward(symbols.subarray(middle), targets.subarray(middle), time - 2);
  note(pass);
  pass.begin(initial);
  pass.backward(symbols.subarray(0, middle), targets.subarray(0, middle), time, true);
  note(pass);
  return found;
}

describe.each(cells.map((cell) => ({ cell })))('%j', ({ cell }) => {
  it.each(kernelTargets)(
    'is traced by %s kernels as in plain numbers, in windows that hang together too',
    async (target) => {
      await startTarget(target);
      for (const input of ['one-hot', { embedding: 4 }]) {
        const model = modelOf(cell, input);
        const { values, symbols, targets, states } = drawOf(model);
        const plain = tracedModelOf(model, vocabulary, values.slice(), null);
        const traced = tracedModelOf(model, vocabulary, values, engineKernels());
        const initial = states(plain.states.size);
        const [one, other] = [plain, traced].map((each) => {
          const pass = each.tracePass(lanes, 2 * time, true);
          pass.begin(initial);
          pass.forward(symbols);
          return pass;
        }) as [ReturnType<TracedModel['tracePass']>, ReturnType<TracedModel['tracePass']>];
        expect(distance(other.logits(), one.logits())).toBeLessThan(1e-5);
        expect(distance(other.losses(targets), one.losses(targets))).toBeLessThan(1e-5);
        model.layers.forEach((_, k) => {
          const [expected, found] = [one.trace(k), other.trace(k)];
          expect([...found.gates.keys()].sort()).toEqual([...expected.gates.keys()].sort());
          for (const [name, rows] of expected.gates)
            expect(distance(numbersOf(found.gates.get(name)!), numbersOf(rows))).toBeLessThan(1e-5);
          expect(distance(numbersOf(found.h), numbersOf(expected.h))).toBeLessThan(1e-5);
          if (expected.c) expect(distance(numbersOf(found.c!), numbersOf(expected.c))).toBeLessThan(1e-5);
        });
        one
          .statesAfter()
          .forEach((state, lane) => expect(distance(other.statesAfter()[lane]!, state)).toBeLessThan(1e-5));
        const truth = gradientsOf(plain, model, false);
        for (const [each, isChained] of [
          [plain, true],
          [traced, false],
          [traced, true],
        ] as const)
          for (const [name, windows] of gradientsOf(each, model, isChained)) {
            const all = windows.flatMap((rows) => [...rows]);
            expect(
              distance(
                all,
                truth.get(name)!.flatMap((rows) => [...rows]),
              ),
            ).toBeLessThan(1e-5);
          }
        traced.dispose();
      }
    },
  );

  it.each(kernelTargets)('is carried back by %s kernels over blocks and the next ones', async (target) => {
    await startTarget(target);
    const model = modelOf(cell, { embedding: 4 });
    const { values, symbols, states } = drawOf(model);
    const plain = tracedModelOf(model, vocabulary, values.slice(), null);
    const traced = tracedModelOf(model, vocabulary, values, engineKernels());
    const text = symbols.subarray(0, lanes * time - 1); // the last block is two targets short
    const initial = states(plain.states.size)[0]!;
    const starts = startsOf(plain, text, initial);
    for (const each of [plain, traced]) {
      const pass = each.blocksPass(lanes, time);
      pass.begin(starts);
      pass.forward(timeMajor(text, 0, 0));
      pass.backward(timeMajor(text, 1, -1));
      for (let lane = 0; lane < lanes; lane++) {
        const truth = carriedOverTwo(plain, text, lane, starts[lane]!);
        const losses = [...pass.losses()].filter((_, row) => row % lanes === lane);
        expect(distance(losses, truth.losses)).toBeLessThan(1e-5);
        truth.layers.forEach((rows, k) => {
          const { h } = pass.gradients(k);
          const own = Array.from({ length: time }, (_, t) => [...readRows(h, t * lanes + lane, t * lanes + lane + 1)]);
          expect(distance(own.flat(), rows)).toBeLessThan(1e-5);
          const squares = [...pass.squaredNorms(k).h].filter((_, row) => row % lanes === lane);
          const sizes = own.map((row) => row.reduce((sum, value) => sum + value * value, 0));
          expect(distance(squares, sizes)).toBeLessThan(1e-5);
        });
      }
      pass.dispose();
    }
    traced.dispose();
  });
});

/** Symbols `ahead` of a text's blocks side by side, with `nothing` behind its end. */
const timeMajor = (text: Int32Array, ahead: number, nothing: number): Int32Array =>
  Int32Array.from(
    { length: lanes * time },
    (_, row) => text[(row % lanes) * time + Math.floor(row / lanes) + ahead] ?? nothing,
  );

/** The states that blocks of a text begin with. */
function startsOf(model: TracedModel, text: Int32Array, initial: Float32Array): Float32Array[] {
  const reader = model.tracePass(1, time, false);
  const starts = [initial];
  while (starts.length < lanes) {
    reader.begin([starts.at(-1)]);
    reader.forward(text.subarray((starts.length - 1) * time, starts.length * time));
    starts.push(reader.statesAfter()[0]!);
  }
  return starts;
}

/** A block and the next one as one window: the block's losses, and dL/dh of its time steps by layer. */
function carriedOverTwo(model: TracedModel, text: Int32Array, block: number, start: Float32Array) {
  const from = block * time;
  const end = Math.min(from + 2 * time, text.length - 1);
  const pass = model.gradientPass(1, 2 * time);
  pass.begin([start]);
  pass.backward(text.subarray(from, end), text.subarray(from + 1, end + 1), 0);
  const reader = model.tracePass(1, 2 * time, true);
  reader.begin([start]);
  reader.forward(text.subarray(from, end));
  const padded = (numbers: number[], length: number) => [...numbers, ...Array<number>(length).fill(0)].slice(0, length);
  return {
    losses: padded([...reader.losses(text.subarray(from + 1, end + 1))], time),
    layers: model.model.layers.map(({ units }, k) => {
      const { h } = pass.gradients(k);
      return padded([...readRows(h, 0, Math.min(time, h.rows))], time * units);
    }),
  };
}
