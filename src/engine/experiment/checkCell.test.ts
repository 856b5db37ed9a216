import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { allowOwnCells } from '../cells/own/allowOwnCells';
import { checkCell } from './checkCell';
import { startTarget } from '../model/testing/targets';

const example = readFileSync(join(import.meta.dirname, '../../../examples/own-cell/my-cell.ts'), 'utf8');

describe.each(['wasm', 'cpu'])('checking a cell on %s', (backend) => {
  beforeAll(async () => {
    allowOwnCells();
    await startTarget('reference');
    await setBackend(backend);
  });

  it('finds the example right, parameter by parameter', () => {
    const { parameters, quantities } = checkCell({ file: 'my-cell.ts', source: example });
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['W', [8, 4]],
      ['U', [8, 3]],
      ['b', [8]],
    ]);
    for (const { name, difference, isRight } of parameters)
      expect([name, difference < 2e-3, isRight]).toEqual([name, true, true]);
    expect(quantities).toEqual(['forget', 'candidate']);
  });

  it('finds the parameter that goes another way than through tensors', () => {
    const bypass = example.replace(
      'tf.add(tf.matMul(x, U, false, true), b)',
      'tf.add(tf.matMul(x, U, false, true), tf.scalar((b as any).dataSync()[0]))',
    );
    expect(bypass).not.toBe(example);
    const { parameters } = checkCell({ file: 'my-cell.ts', source: bypass });
    expect(parameters.filter(({ isRight }) => !isRight).map(({ name }) => name)).toEqual(['b']);
  });

  it('names the time step where a number is not finite', () => {
    const broken = example.replace('tf.sub(1, forget), h)', 'tf.sub(1, forget), tf.log(tf.sub(h, h)))');
    expect(broken).not.toBe(example);
    expect(() => checkCell({ file: 'my-cell.ts', source: broken })).toThrow(
      'my-cell.ts: h is not finite at time step 0.',
    );
  });

  it('says that a tensor was kept from the time step before', () => {
    const keeping = example
      .replace('export function step', 'let kept: any;\nexport function step')
      .replace('  const next', '  kept ??= tf.square(h);\n  const next')
      .replace('h: next,', 'h: tf.add(next, kept),');
    expect(() => checkCell({ file: 'my-cell.ts', source: keeping })).toThrow(
      /^my-cell\.ts(:\d+)?: the step fails at time step \d: it uses a tensor that was made before this time step/,
    );
  });
});
