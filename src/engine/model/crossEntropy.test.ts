import { tensor2d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../backend/engine';
import { crossEntropy } from './crossEntropy';

beforeAll(async () => {
  await startEngine({ engine: 'embedded', kernels: 'reference' });
});

const run = (logits: number[][], targets: number[], from?: number) =>
  tidy(() => {
    const { losses, gradient } = crossEntropy(tensor2d(logits), Int32Array.from(targets), from);
    return { losses: [...losses], gradient: gradient.arraySync() } as never;
  }) as { losses: number[]; gradient: number[][] };

describe('the softmax cross-entropy', () => {
  const logits = [
    [0.5, -1, 2],
    [3, 3, 3],
    [-5, 0, 5],
  ];

  it('and its gradient are those of the definition in double precision', () => {
    const { losses, gradient } = run(logits, [0, 2, 1]);
    logits.forEach((row, i) => {
      const total = row.reduce((sum, a) => sum + Math.exp(a), 0);
      const target = [0, 2, 1][i]!;
      expect(losses[i]).toBeCloseTo(Math.log(total) - row[target]!, 6);
      row.forEach((a, j) => expect(gradient[i]![j]).toBeCloseTo(Math.exp(a) / total - (j === target ? 1 : 0), 6));
    });
  });

  it('is finite and right where a prediction is all but impossible', () => {
    expect(run([[0, 500]], [0]).losses[0]).toBeCloseTo(500, 4);
    expect(run([[0, 500]], [1]).losses[0]).toBe(0);
  });

  it('has no gradient above the first row that counts', () => {
    const { losses, gradient } = run(logits, [0, 2, 1], 2);
    expect(losses).toEqual(run(logits, [0, 2, 1]).losses);
    expect(gradient).toEqual([[0, 0, 0], [0, 0, 0], run(logits, [0, 2, 1]).gradient[2]]);
  });

  it('is nothing, with no gradient, where there is no target, and leaves the rows beside as they are', () => {
    const { losses, gradient } = run(logits, [0, -1, 1]);
    const whole = run(logits, [0, 2, 1]);
    expect(losses).toEqual([whole.losses[0], 0, whole.losses[2]]);
    expect(gradient).toEqual([whole.gradient[0], [0, 0, 0], whole.gradient[2]]);
    expect(run(logits, [-1, -1, -1])).toEqual({ losses: [0, 0, 0], gradient: logits.map(() => [0, 0, 0]) });
  });

  it('is not a number where a logit is none', () => {
    expect(run([[NaN, 1]], [1]).losses[0]).toBeNaN();
    expect(run([[1, NaN]], [0]).losses[0]).toBeNaN();
    expect(Number.isFinite(run([[1, Infinity]], [0]).losses[0])).toBe(false);
  });
});
