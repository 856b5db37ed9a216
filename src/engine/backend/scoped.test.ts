import { memory, scalar, square } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { startTarget } from '../model/testing/targets';
import { scoped } from './scoped';

beforeAll(() => startTarget('reference'));

it('disposes what the result does not hold, however deep it holds it', () => {
  const before = memory().numTensors;
  const result = scoped(() => {
    const kept = square(square(scalar(2)));
    return { list: [kept], map: new Map([['a', { b: square(kept) }]]), numbers: new Float32Array(3), none: null };
  });
  expect(memory().numTensors).toBe(before + 2);
  expect(result.list[0]!.dataSync()[0]).toBe(16);
  expect(result.map.get('a')!.b.dataSync()[0]).toBe(256);
  expect(result.numbers).toHaveLength(3);
});

it('disposes everything where it fails', () => {
  const before = memory().numTensors;
  const fail = () => {
    square(scalar(2));
    throw new Error('no luck');
  };
  expect(() => scoped(fail)).toThrow('no luck');
  expect(memory().numTensors).toBe(before);
});

it('ends with a result that holds itself', () => {
  const round: { value: ReturnType<typeof scalar>; self?: unknown } = scoped(() => {
    const made: typeof round = { value: scalar(1) };
    made.self = made;
    return made;
  });
  expect(round.value.isDisposed).toBe(false);
});
