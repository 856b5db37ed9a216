import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { byDifferences } from '../model/testing/differences';
import { learnable, learned } from '../model/testing/learned';
import { distance } from '../model/testing/golden';
import { kernelTargets, startTarget } from '../model/testing/targets';

const both = ['wasm', 'cpu'] as const;
const hidden = [
  { units: 4, activation: 'tanh' },
  { units: 3, activation: 'sigmoid' },
];

/** Models that hold layers whose gradient TensorFlow.js finds. */
const models: [string, object][] = [
  ['additive', { layers: [{ cell: 'deep', units: 5, hiddenToHidden: hidden, inputToHidden: hidden.slice(1) }] }],
  [
    'nested',
    {
      input: 'one-hot',
      layers: [{ cell: 'deep', transition: 'nested', activation: 'sigmoid', units: 5, hiddenToHidden: hidden }],
    },
  ],
  ['a head with hidden layers', { layers: [{ cell: 'lstm', units: 4 }], head: { hidden } }],
  ['Jordan by softmax', { layers: [{ cell: 'jordan', units: 5 }] }],
  [
    'Jordan by logits',
    { input: 'one-hot', layers: [{ cell: 'jordan', units: 5, feedback: 'logits' }], head: { hidden } },
  ],
  [
    'Jordan with teacher forcing',
    {
      layers: [
        { cell: 'elman', units: 4 },
        { cell: 'jordan', units: 5, teacherForcing: true },
      ],
    },
  ],
  ['feed-forward', { layers: [{ cell: 'feed-forward', units: 5, context: 3 }] }],
  [
    'feed-forward with direct connections',
    { input: 'one-hot', layers: [{ cell: 'feed-forward', units: 5, context: 4, direct: true }] },
  ],
  ['feed-forward over one symbol', { layers: [{ cell: 'feed-forward', units: 5, context: 1 }] }],
  [
    'a mixed stack',
    {
      layers: [
        { cell: 'elman', units: 4 },
        { cell: 'feed-forward', units: 3, context: 2, direct: true },
        { cell: 'deep', units: 4, hiddenToHidden: hidden },
        { cell: 'lstm', units: 3 },
        { cell: 'jordan', units: 4, activation: 'relu' },
      ],
    },
  ],
];

describe.each(both)('by TensorFlow.js on %s', (backend) => {
  beforeAll(async () => {
    await startTarget('reference');
    await setBackend(backend);
  });

  it.each([
    ['an additive transition', { transition: 'additive' }],
    ['a nested transition', { transition: 'nested' }],
  ])('%s without hidden layers is the Elman network', (_, options) => {
    for (const activation of ['tanh', 'relu', 'identity'])
      for (const input of ['one-hot', { embedding: 5 }]) {
        const elman = learned({ input, layers: [{ cell: 'elman', activation, units: 6 }] });
        const deep = learned({ input, layers: [{ cell: 'deep', ...options, activation, units: 6 }] });
        expect([...deep.keys()]).toEqual([...elman.keys()]);
        for (const [name, numbers] of elman) expect(distance(deep.get(name)!, numbers), name).toBeLessThan(1e-5);
      }
  });

  it.each(models)('%s has the gradients of finite differences in float64', (_, model) => {
    expectDifferences(model);
  });
});

describe.each(kernelTargets)('beside layers that %s kernels carry', (kernels) => {
  it.each(models)('%s comes to the same', async (_, model) => {
    await startTarget('reference');
    await setBackend('wasm');
    const expected = learned(model);
    await startTarget(kernels);
    const found = learned(model);
    for (const [name, numbers] of expected) expect(distance(found.get(name)!, numbers), name).toBeLessThan(1e-5);
  });
});

function expectDifferences(model: object): void {
  const found = learned(model);
  for (const [name, expected] of byDifferences(learnable(model))) {
    const numbers = Array.from(found.get(name)!);
    const isCurve = numbers.length === expected.length + 1; // it also has the state that the window begins with
    expect(distance(isCurve ? numbers.slice(1) : numbers, expected), name).toBeLessThan(1e-4);
  }
}
