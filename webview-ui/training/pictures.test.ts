import { describe, expect, it } from 'vitest';
import type { Theme } from '../shared/theme';
import { lossPicture } from './lossPicture';
import { normPicture } from './normPicture';
import { reachCurve } from './reachCurve';
import { heatRamp } from '../shared/heatRamp';
import { sampleData, sampleReach, sampleUpdate, sampleValidation } from './testing/sampleRun';
import { stepView } from './stepView';

const theme: Theme = {
  isLight: false,
  background: [31, 31, 31],
  foreground: 'rgb(204, 204, 204)',
  quiet: 'rgb(156, 156, 156)',
  rule: 'rgb(50, 50, 50)',
  grid: 'rgb(40, 40, 40)',
  training: 'rgb(77, 163, 255)',
  validation: 'rgb(232, 163, 61)',
  gradient: 'rgb(192, 139, 232)',
  state: 'rgb(53, 196, 174)',
  alarm: 'rgb(244, 119, 107)',
  fontFamily: 'sans-serif',
};

const steps = Array.from({ length: 1000 }, (_, index) => ({ step: index + 1, loss: 1.7 + 2 / (1 + index / 20) }));

describe('the loss chart', () => {
  const data = sampleData(sampleUpdate(steps, { validation: sampleValidation([1, 4.1], [1000, 1.79]) }));

  it('names every line at its end with its newest value', () => {
    const { ends = [] } = lossPicture(data, stepView(data, 700, undefined), theme);
    expect(ends.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'ln 65 4.17',
      'unigram 3.33',
      'bigram 2.47',
      'validation 1.79',
      'training 1.74',
    ]);
  });

  it('holds the references and the lowest loss', () => {
    const { y } = lossPicture(data, stepView(data, 700, undefined), theme);
    expect(y.to).toBeGreaterThan(4.17);
    expect(y.from).toBeLessThan(1.73);
    expect(y.ticks).toEqual([2, 3, 4]);
  });

  it('stands before the first step', () => {
    const empty = sampleData(sampleUpdate([]));
    const { y, ends } = lossPicture(empty, stepView(empty, 700, undefined), theme);
    expect(ends).toHaveLength(3);
    expect(y.from).toBeLessThan(2.47);
  });

  it('does not follow a loss that runs away', () => {
    const wild = sampleData(sampleUpdate([...steps, { step: 1001, loss: 1e6 }]));
    expect(lossPicture(wild, stepView(wild, 700, undefined), theme).y.to).toBeLessThan(10);
  });

  it('looks closely at a range of steps', () => {
    const view = stepView(data, 700, { from: 500, to: 1000 });
    const { x, y } = lossPicture(data, view, theme);
    expect([x.from, x.to]).toEqual([500, 1000]);
    expect(y.to - y.from).toBeLessThan(2);
  });
});

describe('the norm chart', () => {
  it('marks where clipping acted and shows both norms', () => {
    const data = sampleData(sampleUpdate([{ step: 1, norm: 2, clipped: 1 }, { step: 2 }, { step: 3 }]));
    const picture = normPicture(data, stepView(data, 700, undefined), theme);
    expect(picture.marks?.at).toEqual([1]);
    expect(picture.ends?.map(({ label, value }) => `${label} ${value}`)).toEqual([
      'clip 1.00',
      'before 0.50',
      'after 0.50',
    ]);
  });

  it('shows one norm where clipping never acts', () => {
    const data = sampleData(sampleUpdate(steps));
    const picture = normPicture(data, stepView(data, 700, undefined), theme);
    expect(picture.series).toHaveLength(1);
    expect(picture.ends?.map(({ label }) => label)).toEqual(['norm']);
  });

  it('stays readable when a few norms stick out by far', () => {
    const data = sampleData(sampleUpdate([...steps, { step: 1001, norm: 1e6 }]));
    expect(normPicture(data, stepView(data, 700, undefined), theme).y.to).toBeLessThan(5);
  });
});

describe('the reach curve', () => {
  const frame = { left: 54, right: 12, top: 7, bottom: 20 };
  const ramp = heatRamp(theme.background, false);

  it('draws the exponential of the verdict at the height of the curve', () => {
    const data = sampleData(sampleUpdate([], { reach: sampleReach([1, 0.5], [20, 0.2]) }));
    const { series, horizon } = reachCurve(data.field('reach', 0)!, 1, frame, theme, ramp);
    const [first, fit, newest] = series.map(({ points }) => points);
    expect(first![2]!.y).toBeCloseTo(-0.602, 3);
    expect(newest!.map(({ y }) => Math.round(y))).toEqual([0, -1, -1, -2, -3]);
    expect(fit).toHaveLength(4);
    expect(horizon?.to.x).toBe(2.5);
  });

  it('gets decades above 1 only where the gradient grows', () => {
    const picture = (factor: number) =>
      reachCurve(
        sampleData(sampleUpdate([], { reach: sampleReach([1, factor]) })).field('reach', 0)!,
        0,
        frame,
        theme,
        ramp,
      );
    expect(picture(0.5).y.to).toBe(0);
    expect(picture(10).y.to).toBe(4);
  });

  it('leaves the picture where nothing arrives, and has gaps where there is no number', () => {
    const reach = Float32Array.of(1, 1, 0, NaN, Infinity, 1e-3);
    const { series } = reachCurve(sampleData(sampleUpdate([], { reach })).field('reach', 0)!, 0, frame, theme, ramp);
    expect(series[2]!.points.map(({ y }) => Math.round(y))).toEqual([0, -60, NaN, 60, -3]);
  });
});
