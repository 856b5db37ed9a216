import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import type { Kernels } from './kernels';
import { KernelNetwork, type KernelStep } from './network';
import type { KernelPass } from './pass';
import { kernelCells, type KernelCell, type NetworkShape } from './shape';
import { Generator } from './testing/generator';
import { describeTargets, openTargets } from './testing/openTargets';
import { fill, networkOf } from './testing/quantities';
import { drawCase } from './testing/windowCase';

const targets = await openTargets();
afterAll(() => targets.forEach(({ kernels }) => kernels?.dispose()));

const shape: NetworkShape = {
  input: { vocabulary: 7, embedding: 3 },
  layers: [{ cell: 'lstm', units: 4 }],
  outputs: 5,
};

const step = (update: number): KernelStep => ({ rate: 1, scale: 1, update });

describeTargets(targets.filter(({ kernels }) => kernels).slice(0, 1), (kernels) => {
  let network: KernelNetwork;
  let pass: KernelPass;
  beforeAll(() => {
    network = new KernelNetwork(kernels, shape, 0);
    pass = network.pass(2, 3, {});
  });
  afterAll(() => network.dispose());

  describe.each<[string, () => unknown]>([
    ['a symbol that is not in the vocabulary', () => pass.read(Int32Array.of(0, 7))],
    ['a negative symbol', () => pass.read(Int32Array.of(0, -1))],
    ['a target that the head does not have', () => pass.aim(Int32Array.of(5))],
    ['more symbols than the window holds', () => pass.read(new Int32Array(7))],
    ['more targets than the window holds', () => pass.aim(new Int32Array(7))],
    ['more time steps than the window holds', () => pass.forward(4)],
    ['no time step', () => pass.forward(0)],
    ['half a time step', () => pass.forward(1.5)],
    ['no number of time steps', () => pass.forward(NaN)],
    ['logits of more time steps than there are', () => pass.forward(2, 3)],
    ['losses from after the end', () => pass.loss(3, 4)],
    ['losses from before the beginning', () => pass.loss(3, -1)],
    ['a state of another size', () => pass.setState(0, new Float32Array(9))],
    ['a cell state of another size', () => pass.setState(0, new Float32Array(8), new Float32Array(7))],
    ['a layer that there is not', () => pass.setState(1, new Float32Array(8))],
    ['a layer before the first', () => pass.hidden(-1)],
    ['a state after more than was computed', () => pass.stateAfter(0, 3)],
    ['carrying on more than was computed', () => pass.carry(3)],
    ['features where symbols are read', () => pass.readFeatures(new Float32Array(3))],
    ['logits into a place of another size', () => pass.logits(0, 1, new Float32Array(9))],
    ['learning without room for it', () => pass.learn(3, 0, {})],
    ['a backward pass without room for it', () => pass.backward(1, {})],
    ['gates that were not kept', () => pass.gates(0)],
    ['gradients that were not kept', () => pass.hiddenGradients(0)],
    ['norms that were not kept', () => pass.norms(0, 1)],
    ['an update without slots', () => network.update({ name: 'rmsprop', alpha: 0.9, epsilon: 0 }, step(1))],
    ['the update before the first', () => network.update({ name: 'sgd', momentum: 0 }, step(0))],
    ['a batch of nothing', () => network.pass(0, 3, {})],
    ['three slots', () => new KernelNetwork(kernels, shape, 3)],
    ['no layers', () => new KernelNetwork(kernels, { ...shape, layers: [] }, 0)],
    ['a layer without units', () => new KernelNetwork(kernels, { ...shape, layers: [{ cell: 'lstm', units: 0 }] }, 0)],
    ['half a symbol', () => new KernelNetwork(kernels, { ...shape, input: { vocabulary: 1.5 } }, 0)],
    [
      'a cell of no name',
      () => new KernelNetwork(kernels, { ...shape, layers: [{ cell: 'x' as KernelCell, units: 1 }] }, 0),
    ],
  ])('%s', (_, attempt) => {
    it('is refused before the kernels see it', () => expect(attempt).toThrow(RangeError));
  });

  it('a network without gradient learns nothing', () => {
    const reader = new KernelNetwork(kernels, shape, -1);
    const readerPass = reader.pass(1, 1, { gradients: true });
    readerPass.forward(1);
    expect(() => readerPass.learn(1, 0, {})).toThrow(RangeError);
    expect(() => readerPass.backward(1, { weights: true })).toThrow(RangeError);
    expect(() => reader.squareNorm()).toThrow(RangeError);
    expect(() => reader.update({ name: 'sgd', momentum: 0 }, step(1))).toThrow(RangeError);
    reader.dispose();
  });

  it('what was disposed of is not used any more, and the passes go with their network', () => {
    const other = new KernelNetwork(kernels, shape, 0);
    const [first, second] = [other.pass(1, 1, {}), other.pass(1, 1, {})];
    first.dispose();
    first.dispose();
    expect(() => first.forward(1)).toThrow('disposed');
    other.dispose();
    other.dispose();
    expect(() => second.forward(1)).toThrow('disposed');
    expect(() => other.changed()).toThrow('disposed');
  });

  it.each<[string, string, () => unknown]>([
    ['units', '200000000', () => new KernelNetwork(kernels, { ...shape, layers: [{ cell: 'lstm', units: 2e8 }] }, 0)],
    ['outputs', '3000000000', () => new KernelNetwork(kernels, { ...shape, outputs: 3e9 }, 0)],
    ['window', '4000', () => network.pass(1e6, 4000, {})],
  ])('more %s than can be counted are refused with their number', (name, number, attempt) => {
    expect(attempt).toThrow(UserError);
    expect(messageOf(attempt)).toContain(number);
    expect(messageOf(attempt)).toContain(`"${name}"`);
  });
});

function messageOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return (error as UserError).text;
  }
  return '';
}

describeTargets(targets, (kernels) => {
  describe.each(kernelCells)('%s', (cell) => {
    it.each([NaN, Infinity, -Infinity])(
      'with weights of %d has neither a loss nor a norm, and does not crash',
      (weight) => {
        const { loss, norm } = learnWith(kernels, cell, weight);
        expect([Number.isFinite(loss), Number.isFinite(norm)]).toEqual([false, false]);
      },
    );
  });

  it('one weight that is no number spoils loss and norm wherever it stands on the way of a symbol', () => {
    const [embedding, recurrent, head] = [7, 4 * 9 * 5 + 40 + 11, -1];
    for (const at of [embedding, recurrent, head]) {
      const { loss, norm } = learnWith(kernels, 'lstm', NaN, at);
      expect([Number.isFinite(loss), Number.isFinite(norm)], `weight ${at}`).toEqual([false, false]);
    }
  });

  it('logits far apart have the loss of their distance', () => {
    const network = new KernelNetwork(kernels, { ...shape, outputs: 70 }, 0);
    const pass = network.pass(1, 2, {});
    network.values[network.values.length - 70] = 1e4; // the first bias of the head
    network.changed();
    pass.read(Int32Array.of(1, 2));
    pass.aim(Int32Array.of(0, 69));
    pass.forward(2);
    pass.loss(2);
    expect([...pass.losses(2)]).toEqual([0, 1e4]);
    network.values.fill(-5000, network.values.length - 70);
    network.changed();
    pass.forward(2);
    expect(pass.loss(2) / (2 * Math.log(70))).toBeCloseTo(1, 6);
    network.dispose();
  });
});

/** A step of learning where all values are `weight`, or one of them (at -1: the last). */
function learnWith(kernels: Kernels, cell: KernelCell, weight: number, at?: number): { loss: number; norm: number } {
  const input = { vocabulary: 9, embedding: 5 };
  const outline = { shape: { input, layers: [{ cell, units: 10 }], outputs: 9 }, batch: 3, time: 8 };
  const of = drawCase(new Generator(8), outline);
  if (at === undefined) of.values.fill(weight);
  else of.values[at < 0 ? of.values.length + at : at] = weight;
  const network = networkOf(kernels, of);
  const pass = network.pass(3, 8, { gates: true, gradients: true });
  fill(pass, of);
  const result = { loss: pass.learn(8, 0, {}), norm: network.squareNorm() };
  network.dispose();
  return result;
}
