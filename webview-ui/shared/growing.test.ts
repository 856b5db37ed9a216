import { describe, expect, it } from 'vitest';
import { GrowingColumn, lowerBound, nearestIndex } from './growingColumn';
import { GrowingRecords } from './growingRecords';
import { MovingMean } from './movingMean';

const numbers = (count: number): Float64Array => Float64Array.from({ length: count }, (_, index) => index);

describe('a growing column', () => {
  it('keeps everything in order through many doublings', () => {
    const column = new GrowingColumn();
    for (let part = 0; part < 100; part++) column.append(numbers(100).map((value) => value + 100 * part));
    expect(column.length).toBe(10_000);
    expect(column.values).toEqual(numbers(10_000));
    expect(column.last).toBe(9999);
  });

  it('forgets from an index on and grows from there', () => {
    const column = new GrowingColumn();
    column.append(numbers(5));
    column.truncate(2);
    column.append(Float64Array.of(7));
    expect([...column.values]).toEqual([0, 1, 7]);
    expect(column.at(3)).toBeNaN();
  });
});

describe('looking up a place in ascending numbers', () => {
  const steps = Float64Array.of(1, 20, 40);

  it('finds the first at or above', () => {
    expect([0, 1, 2, 20, 41].map((value) => lowerBound(steps, value))).toEqual([0, 0, 1, 1, 3]);
  });

  it('finds the nearest', () => {
    expect([0, 10, 11, 30, 31, 99].map((value) => nearestIndex(steps, value))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(nearestIndex(new Float64Array(), 5)).toBe(-1);
  });
});

describe('growing records', () => {
  const record = (step: number): Float32Array => Float32Array.of(step, step * 2, step * 3);

  it('keeps whole records and gives stretches of them', () => {
    const records = new GrowingRecords(3);
    for (let step = 0; step < 500; step++) records.append(record(step));
    expect(records.count).toBe(500);
    expect([...records.field(499, 1, 2)]).toEqual([998, 1497]);
    expect(records.steps.last).toBe(499);
  });

  it('keeps what is derived of each record in step, also when records are replaced', () => {
    const records = new GrowingRecords(3);
    records.append(record(1));
    const column = records.derive((index) => records.field(index, 2, 1)[0]!);
    records.append(record(2));
    records.append(record(3));
    records.truncate(1);
    records.append(record(9));
    expect([...column.values]).toEqual([3, 27]);
  });
});

describe('a moving mean', () => {
  const meanOf = (values: number[]): MovingMean => {
    const mean = new MovingMean();
    mean.append(Float64Array.from(values));
    return mean;
  };

  it('is the mean of any stretch, whatever the parts in which the numbers came', () => {
    const mean = meanOf([1, 2, 3]);
    mean.append(Float64Array.of(10));
    expect(mean.between(0, 4)).toBe(4);
    expect(mean.between(2, 4)).toBe(6.5);
  });

  it('leaves out what is not finite', () => {
    expect(meanOf([1, NaN, 3, Infinity]).between(0, 4)).toBe(2);
    expect(meanOf([NaN]).between(0, 1)).toBeNaN();
  });

  it('goes on from where it was cut', () => {
    const mean = meanOf([1, 2, 3]);
    mean.truncate(1);
    mean.append(Float64Array.of(5));
    expect(mean.between(0, 2)).toBe(3);
  });

  it('never lags behind a straight line, except at the newest numbers', () => {
    const mean = meanOf([...numbers(100)]);
    for (const index of [0, 1, 7, 50, 80, 95]) expect(mean.centred(index, 15)).toBe(index);
    expect(mean.centred(99, 15)).toBe(97);
  });
});
