import { describe, expect, it } from 'vitest';
import { columnNames, columnValue, isStepLine, stepLine, type StepValues } from './columns';

const values: StepValues = {
  nonFinite: 'skipped', // whatever the order in which a step was computed
  step: 7,
  epoch: 1,
  gradientNorm: Infinity,
  clippedNorm: 0,
  loss: NaN,
  learningRate: 0.002,
  stepMs: 12.345,
  regulariser: 0.25,
};

describe('the line of a step', () => {
  it('is the same bytes as ever', () => {
    expect(JSON.stringify(stepLine(values))).toBe(
      '{"step":7,"epoch":1,"loss":"NaN","gradientNorm":"Infinity","clippedNorm":0,"regulariser":0.25,' +
        '"learningRate":0.002,"stepMs":12.345,"nonFinite":"skipped"}',
    );
  });

  it('leaves out what there is none of, and what is no column', () => {
    const none = { regulariser: undefined, nonFinite: undefined };
    const plain = { ...values, ...none, loss: 2.5, profile: new Float32Array(3) };
    expect(JSON.stringify(stepLine(plain))).toBe(
      '{"step":7,"epoch":1,"loss":2.5,"gradientNorm":"Infinity","clippedNorm":0,"learningRate":0.002,"stepMs":12.345}',
    );
  });

  it('is read back, number by number', () => {
    const line: unknown = JSON.parse(JSON.stringify(stepLine(values)));
    if (!isStepLine(line)) throw new Error('no line');
    expect(columnNames.map((name) => columnValue(line, name))).toEqual([
      7,
      1,
      NaN,
      Infinity,
      0,
      0.25,
      0.002,
      12.345,
      1,
    ]);
    const without = { ...line, regulariser: undefined, nonFinite: undefined };
    expect([columnValue(without, 'regulariser'), columnValue(without, 'nonFinite')]).toEqual([NaN, 0]);
    expect(columnValue({ ...line, nonFinite: 'later' as 'skipped' }, 'nonFinite')).toBe(0);
  });

  it('is none where a number is missing that every step has', () => {
    const line = stepLine(values);
    for (const name of columnNames) {
      const isOptional = name === 'regulariser' || name === 'nonFinite';
      expect(isStepLine({ ...line, [name]: undefined }), name).toBe(isOptional);
    }
    for (const other of [null, 3, 'x', {}, { step: 3, validationLoss: 1 }]) expect(isStepLine(other)).toBe(false);
  });
});
