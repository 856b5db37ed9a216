import { describe, expect, it } from 'vitest';
import golden from './reachVerdict.golden.json';
import { reachVerdict } from './reachVerdict';

/** The exact curve factor^k over a window. */
const powers = (factor: number, window = 64): Float32Array =>
  Float32Array.from({ length: window + 1 }, (_, back) => factor ** back);

const measured = (logs: number[][]): Float32Array[] =>
  logs.map((curve) => Float32Array.from(curve, (log) => 10 ** log));

it('says where the gradient of a layer without recurrence ends', () => {
  const curve = Float32Array.from({ length: 65 }, (_, back) => [1, 0.8, 0.3, 0.2, 0.1][back] ?? 0);
  const { kind, sentence, emphasis } = reachVerdict([curve]);
  expect([kind, emphasis]).toEqual(['vanishing', 'Ends:']);
  expect(sentence).toMatch(/^Ends: nothing of the gradient arrives from more than 4 time steps back/);
});

describe('the verdict on exact exponentials', () => {
  it('gives 0.6^k its half-life and the last time step with 1 %', () => {
    const verdict = reachVerdict([powers(0.6)]);
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.halfLife).toBeCloseTo(Math.log(0.5) / Math.log(0.6), 4);
    expect(verdict.horizon).toBe(9);
    expect(verdict.sentence).toBe(
      'The gradient halves every 1.4 time steps: vanishing. What lies further back than about 9 characters cannot be learned.',
    );
    expect(verdict.emphasis).toBe('1.4 time steps: vanishing.');
  });

  it('looks at the fit only down to 1e-12, where float32 has not yet run out', () => {
    const curve = powers(0.6).map((share) => (share < 1e-12 ? 1e-13 : share));
    expect(reachVerdict([curve]).halfLife).toBeCloseTo(Math.log(0.5) / Math.log(0.6), 4);
  });

  it('finds 0.9^k vanishing within a window of 64', () => {
    const verdict = reachVerdict([powers(0.9)]);
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.halfLife).toBeCloseTo(6.5788, 3);
    expect(verdict.horizon).toBe(43);
  });

  it('finds 0.99^k alive, since the whole window still gets more than 1 %', () => {
    const verdict = reachVerdict([powers(0.99)]);
    expect(verdict.kind).toBe('alive');
    expect(verdict.horizon).toBe(64);
    expect(verdict.halfLife).toBeCloseTo(68.97, 1);
  });

  it('finds 1.1^k exploding and says how fast', () => {
    const verdict = reachVerdict([powers(1.1)]);
    expect(verdict.kind).toBe('exploding');
    expect(verdict.doublingTime).toBeCloseTo(Math.log(2) / Math.log(1.1), 4);
    expect(verdict.sentence).toBe(
      'The gradient doubles every 7.3 time steps: exploding. 410 times as much arrives 63 time steps back.',
    );
  });

  it('finds a flat curve alive', () => {
    const verdict = reachVerdict([powers(1)]);
    expect(verdict.kind).toBe('alive');
    expect(verdict.halfLife).toBeUndefined();
    expect(verdict.sentence).toBe(
      'Alive: 100\u00a0% of the gradient still arrives 10 characters back, 100\u00a0% at 30, 100\u00a0% at 63.',
    );
  });

  it('does not take the rounding of a nearly flat curve for growth', () => {
    expect(reachVerdict([powers(1.0001)]).kind).toBe('alive');
  });
});

describe('the verdict on measured networks', () => {
  it('gives an Elman network a half-life', () => {
    const verdict = reachVerdict(measured(golden.elman));
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.halfLife).toBeGreaterThan(1.4);
    expect(verdict.halfLife).toBeLessThan(1.5);
    expect(verdict.horizon).toBe(9);
  });

  it('gives an LSTM that remembers the shares at 10, 30 and 63 time steps and no half-life', () => {
    const verdict = reachVerdict(measured(golden.lstm));
    expect(verdict.kind).toBe('alive');
    expect(verdict.halfLife).toBeUndefined();
    expect(verdict.horizon).toBe(39);
    expect(verdict.shares.map(({ back }) => back)).toEqual([10, 30, 63]);
    expect(verdict.sentence).toBe(
      'Alive: 2\u00a0% of the gradient still arrives 10 characters back, 2\u00a0% at 30, 0.04\u00a0% at 63.',
    );
  });

  it('says of an LSTM that has not yet learned to remember how near its horizon is', () => {
    const verdict = reachVerdict(measured(golden.lstmYoung));
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.halfLife).toBeUndefined();
    expect(verdict.sentence).toBe(
      'Vanishing: 0.5\u00a0% of the gradient arrives 10 time steps back. What lies further back than about 8 characters cannot be learned.',
    );
  });
});

describe('the median of the last five measurements', () => {
  it('ignores one that jumps', () => {
    const curves = [powers(0.6), powers(0.6), powers(1.1), powers(0.6), powers(0.6)];
    expect(reachVerdict(curves).horizon).toBe(9);
  });

  it('ignores everything older', () => {
    const curves = [...Array<Float32Array>(5).fill(powers(1.1)), ...Array<Float32Array>(5).fill(powers(0.9))];
    expect(reachVerdict(curves).kind).toBe('vanishing');
  });

  it('lies between the two middle ones on a logarithmic axis', () => {
    expect(reachVerdict([powers(0.5), powers(0.8)]).curve[2]).toBeCloseTo(0.4, 6);
  });

  it('leaves out numbers that are not there', () => {
    const broken = powers(0.6).fill(NaN, 20);
    expect(reachVerdict([broken, powers(0.6), broken]).halfLife).toBeCloseTo(1.357, 3);
  });
});

describe('the verdict on curves that are no exponential', () => {
  /** Falls to little more than 1 % at once, stays there for a while, then falls below. */
  const plateau = (end: number): Float32Array =>
    Float32Array.from({ length: 65 }, (_, back) => (back <= end ? Math.max(0.012, 0.3 ** back) : 0.002));

  it('calls them alive where 1 % is left beyond a quarter of the window', () => {
    expect(reachVerdict([plateau(20)]).kind).toBe('alive');
    expect(reachVerdict([plateau(12)]).kind).toBe('vanishing');
  });
});

describe('the verdict on odd curves', () => {
  it('takes an infinite number for explosion', () => {
    const curve = powers(40).map((share, back) => (back > 23 ? Infinity : share));
    const verdict = reachVerdict([curve]);
    expect(verdict.kind).toBe('exploding');
    expect(verdict.sentence).toContain('More than any number arrives 24 time steps back.');
  });

  it('names no doubling time where growth is no exponential', () => {
    const curve = powers(1).map((_, back) => (back < 60 ? 1 : 50));
    const verdict = reachVerdict([curve]);
    expect(verdict.doublingTime).toBeUndefined();
    expect(verdict.sentence).toBe('Exploding: 50 times as much arrives 63 time steps back.');
  });

  it('calls a gradient that is zero at once vanishing', () => {
    const curve = new Float32Array(65);
    curve[0] = 1;
    const verdict = reachVerdict([curve]);
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.sentence).toBe(
      'Vanishing: 0\u00a0% of the gradient arrives 10 time steps back. What lies further back than one character cannot be learned.',
    );
  });

  it('says so when there is nothing to judge', () => {
    expect(reachVerdict([new Float32Array(65).fill(NaN)]).kind).toBe('unknown');
    expect(reachVerdict([]).kind).toBe('unknown');
    expect(reachVerdict([]).horizon).toBeUndefined();
  });

  it.each([1, 2, 3, 4, 5])('has a sentence for a window of %i', (window) => {
    const verdict = reachVerdict([powers(0.6, window)]);
    expect(verdict.kind).toBe('alive');
    expect(verdict.horizon).toBe(window);
    expect(verdict.shares).toEqual([{ back: window, share: Math.fround(0.6 ** window) }]);
    expect(verdict.sentence).toMatch(/^Alive: \d+\u00a0% of the gradient still arrives \d characters? back\.$/);
    expect(reachVerdict([powers(1.6, window + 1)]).kind).toBe('exploding');
    expect(reachVerdict([powers(0.001, window)]).kind).toBe('vanishing');
  });

  it('says words where a time step reads a word', () => {
    const { sentence } = reachVerdict([powers(0.6)], { one: 'word', many: 'words' });
    expect(sentence).toContain('about 9 words');
  });
});
