import { describe, expect, it } from 'vitest';
import { columnPicture } from './columnPicture';
import { LastCurves } from './lastCurves';
import { gradientPictures, wrapped } from './gradientPictures';
import { profilePicture } from './profilePicture';
import { reachPicture } from './reachPicture';

const curve = (length: number, at: (k: number) => number) => Float32Array.from({ length }, (_, k) => at(k));

describe('a reach as a picture in characters', () => {
  it('falls by one row where the gradient falls by one decade', () => {
    const lines = reachPicture([1, 0.1, 0.01, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1.001e-8], 25).split('\n');
    expect(lines.slice(0, 9)).toEqual([
      '      1 ┤█',
      '   10⁻¹ ┤██',
      '   10⁻² ┤███',
      '   10⁻³ ┤████',
      '   10⁻⁴ ┤█████',
      '   10⁻⁵ ┤██████',
      '   10⁻⁶ ┤███████',
      '   10⁻⁷ ┤████████▁',
      '   10⁻⁸ └┬─┬─┬─┬─┬',
    ]);
  });

  it('has its half at half the height of a decade, on a logarithmic axis', () => {
    const lines = reachPicture([1, 10 ** -0.5, 0.1001], 12).split('\n');
    expect(lines.slice(0, 8).map((line) => line.padEnd(11)[10])).toEqual([' ', ' ', ' ', ' ', '█', '█', '█', '█']);
  });

  it.each([
    ['nothing but ones', curve(65, () => 1)],
    ['an explosion', curve(65, (k) => 1.5 ** k)],
    ['numbers beyond all numbers', curve(65, (k) => (k < 9 ? 1 : Infinity))],
    ['no numbers', curve(65, (k) => (k < 9 ? 1 : NaN))],
    ['zeros from some place on', curve(65, (k) => (k < 9 ? 1 : 0))],
    ['nothing that can be measured', curve(65, () => NaN)],
    ['a window of 1,000', curve(1001, (k) => 0.99 ** k)],
    ['a window of 1', curve(2, (k) => 0.5 ** k)],
  ])('fits 80 columns and 12 lines with %s', (_, values) => {
    const lines = reachPicture(values, 80).split('\n');
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(80);
    expect(lines.length).toBeLessThanOrEqual(12);
    expect(lines.length).toBeGreaterThanOrEqual(8);
  });

  it('takes the largest where a column stands for several time steps', () => {
    const spike = curve(1001, (k) => (k === 500 ? 1 : 0));
    const top = reachPicture(spike, 80).split('\n')[0]!;
    expect(top.indexOf('█')).toBe(9 + Math.floor(500 / Math.ceil(1001 / 71)));
  });
});

it('the numbers below a picture stand at their columns', () => {
  const scale = { rows: 1, heightOf: () => 1, labelAt: () => '' };
  for (const length of [17, 65, 140, 201, 1001]) {
    const [, ticks = '', numbers = ''] = columnPicture(
      curve(length, () => 1),
      scale,
      80,
      '',
    ).split('\n');
    const bin = Math.ceil(length / 71);
    const wide = length === 17 ? 4 : 1;
    const places = [...numbers.matchAll(/\d+/g)];
    expect(places.length).toBe([...ticks].filter((sign) => sign === '┬').length);
    for (const place of places) expect(Math.floor(Number(place[0]) / bin)).toBe((place.index - 9) / wide);
  }
});

it('a label that is longer than usual moves the picture to the right, and no further than its columns', () => {
  const lines = reachPicture(
    curve(65, () => 1),
    80,
  ).split('\n');
  const tiny = profilePicture(
    { total: curve(65, () => 1e-12), carried: curve(65, () => 0), local: curve(65, () => 0) },
    80,
  );
  expect(lines[0]!.indexOf('┤')).toBe(8);
  expect(tiny.split('\n')[0]!.indexOf('┤')).toBe('1.0 × 10⁻¹²'.length + 1);
  expect(Math.max(...tiny.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

it('a gradient profile is three pictures on one axis from zero to the highest', () => {
  const profile = { total: curve(3, () => 0.6), carried: curve(3, () => 0.3), local: Float32Array.of(0, 0.2, 0.2) };
  const lines = profilePicture(profile, 12).split('\n');
  expect(lines.filter((line) => line.startsWith('   0.60 ┤'))).toEqual(['   0.60 ┤███', '   0.60 ┤', '   0.60 ┤']);
  expect(lines.filter((line) => line.includes('▄▄▄'))).toHaveLength(1); // 0.3 is half of three rows
  expect(lines).toContain('        ┤ ██'); // 0.2 is one of three rows, and 0 is none
});

describe('the curves of a run', () => {
  const fields = (quantities: string[]) =>
    quantities.map((name) => ({ quantity: name.slice(0, -1) as 'total', layer: Number(name.at(-1)), length: 2 }));
  const layouts = {
    profile: { file: '', width: 13, fields: fields(['total0', 'carried0', 'local0', 'total1', 'carried1', 'local1']) },
    reach: { file: '', width: 5, fields: fields(['reach0', 'reach1']) },
  };
  const result = { step: 1, epoch: 1, loss: 1, gradientNorm: 1, clippedNorm: 1, learningRate: 1 };

  it('are taken apart by layer and quantity, and only the last five reaches kept', () => {
    const curves = new LastCurves(layouts);
    for (let k = 1; k <= 7; k++) curves.stepped({ ...result, reach: Float32Array.of(1, k, 1, 10 * k) });
    curves.stepped({ ...result, profile: Float32Array.from({ length: 12 }, (_, i) => i) });
    expect(curves.reach.map((layer) => layer.map((each) => each[1]))).toEqual([
      [3, 4, 5, 6, 7],
      [30, 40, 50, 60, 70],
    ]);
    expect(curves.profiles[1]).toEqual({
      total: Float32Array.of(6, 7),
      carried: Float32Array.of(8, 9),
      local: Float32Array.of(10, 11),
    });
  });

  it('are shown with the verdict in words, layer by layer', () => {
    const curves = new LastCurves(layouts);
    curves.stepped({ ...result, reach: Float32Array.of(1, 0.5, 1, 0.001), profile: new Float32Array(12).fill(1) });
    const text = gradientPictures(curves, 80);
    expect(text).toContain('Reach of layer 1:');
    expect(text).toContain('Gradient profile of layer 2:');
    expect(text).toMatch(/Alive: 50\s% of the gradient arrives one time step back\./);
  });
});

it('a text is broken at spaces where a line is full', () => {
  expect(wrapped('one two three four', 8)).toBe('one two\nthree\nfour');
});
