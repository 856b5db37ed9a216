import { describe, expect, it } from 'vitest';
import { Generator } from '../engine/kernels/testing/generator';
import golden from './reachVerdict.golden.json';
import { reachVerdict, type Verdict } from './reachVerdict';

/** The exact curve factor^k over a window. */
const powers = (factor: number, window = 64): Float32Array =>
  Float32Array.from({ length: window + 1 }, (_, back) => factor ** back);

const measured = (logs: number[][]): Float32Array[] =>
  logs.map((curve) => Float32Array.from(curve, (log) => 10 ** log));

/** Box, Muller 1958. */
const normal = (draw: Generator) => Math.sqrt(-2 * Math.log(1 - draw.next())) * Math.cos(2 * Math.PI * draw.next());

const kindOf = (curve: Float32Array) => reachVerdict([curve]).kind;

describe('the verdict on exact exponentials', () => {
  it('gives 0.6^k its half-life and the last time step with 1 %', () => {
    const verdict = reachVerdict([powers(0.6)]);
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.halfLife).toBeCloseTo(Math.log(0.5) / Math.log(0.6), 4);
    expect(verdict.horizon).toBe(9);
    expect(verdict.sentence).toBe(
      'Vanishing: less than 1\u00a0% of the gradient arrives from more than 9 time steps back. It halves every 1.4 time steps.',
    );
    expect(verdict.emphasis).toBe('Vanishing:');
  });

  it('looks at the fit only down to 1e-12, where float32 has not yet run out', () => {
    const curve = powers(0.6).map((share) => (share < 1e-12 ? 1e-13 : share));
    expect(reachVerdict([curve]).halfLife).toBeCloseTo(Math.log(0.5) / Math.log(0.6), 4);
  });

  it('finds 0.915^k fading, as any curve that has 1 % left as far back', () => {
    const verdict = reachVerdict([powers(0.915)]);
    expect(verdict.kind).toBe('fading');
    expect(verdict.halfLife).toBeCloseTo(7.803, 3);
    expect(verdict.horizon).toBe(51);
    expect(verdict.sentence).toBe(
      'Fading: 41\u00a0% of the gradient arrives 10 time steps back, 7\u00a0% at 30, 0.4\u00a0% at 63; ' +
        'less than 1\u00a0% from more than 51. It halves every 7.8 time steps.',
    );
  });

  it('finds 0.99^k alive, and tells no half-life that the window does not show', () => {
    const verdict = reachVerdict([powers(0.99)]);
    expect(verdict.kind).toBe('alive');
    expect(verdict.horizon).toBe(64);
    expect(verdict.halfLife).toBeCloseTo(68.97, 1);
    expect(verdict.sentence).toMatch(/53\u00a0% at 63\.$/);
  });

  it('finds 1.1^k exploding and says how fast, 1.015^k growing', () => {
    const verdict = reachVerdict([powers(1.1)]);
    expect(verdict.kind).toBe('exploding');
    expect(verdict.doublingTime).toBeCloseTo(Math.log(2) / Math.log(1.1), 4);
    expect(verdict.sentence).toBe(
      'Exploding: 450 times as much arrives 64 time steps back. It doubles every 7.3 time steps.',
    );
    expect(reachVerdict([powers(1.015)]).sentence).toBe(
      'Growing: 2.6 times as much arrives 64 time steps back. It doubles every 47 time steps.',
    );
  });

  it('finds a flat curve alive', () => {
    const verdict = reachVerdict([powers(1)]);
    expect(verdict.kind).toBe('alive');
    expect(verdict.halfLife).toBeUndefined();
    expect(verdict.sentence).toBe(
      'Alive: 100\u00a0% of the gradient arrives 10 time steps back, 100\u00a0% at 30, 100\u00a0% at 63.',
    );
  });

  it('does not take the rounding of a nearly flat curve for growth', () => {
    expect(kindOf(powers(1.0001))).toBe('alive');
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

  it('finds that of an LSTM that remembers fading, with shares and no half-life', () => {
    const verdict = reachVerdict(measured(golden.lstm));
    expect(verdict.kind).toBe('fading');
    expect(verdict.halfLife).toBeUndefined();
    expect(verdict.horizon).toBe(39);
    expect(verdict.shares.map(({ back }) => back)).toEqual([10, 30, 63]);
    expect(verdict.sentence).toBe(
      'Fading: 2\u00a0% of the gradient arrives 10 time steps back, 2\u00a0% at 30, 0.04\u00a0% at 63; ' +
        'less than 1\u00a0% from more than 39.',
    );
  });

  it('says of an LSTM that has not yet learned to remember how near its horizon is', () => {
    const verdict = reachVerdict(measured(golden.lstmYoung));
    expect(verdict.kind).toBe('vanishing');
    expect(verdict.halfLife).toBeUndefined();
    expect(verdict.sentence).toBe(
      'Vanishing: less than 1\u00a0% of the gradient arrives from more than 8 time steps back.',
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
    expect(reachVerdict(curves).kind).toBe('fading');
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
  /** Falls to `height` at once, stays there up to a time step, then falls to 1 in 1,000. */
  const plateau = (height: number, end: number): Float32Array =>
    Float32Array.from({ length: 65 }, (_, back) => (back <= end ? Math.max(height, 0.3 ** back) : 0.001));

  it('goes by the same shares as that on exponentials', () => {
    expect(kindOf(plateau(0.012, 64))).toBe('alive');
    expect(kindOf(plateau(0.012, 63))).toBe('fading');
    expect(kindOf(plateau(0.012, 16))).toBe('fading');
    expect(kindOf(plateau(0.012, 15))).toBe('vanishing');
    expect(kindOf(plateau(0.0049, 64))).toBe('vanishing');
  });

  it('lets a plateau beside the limit fade, though its horizon is near', () => {
    const { kind, sentence } = reachVerdict([plateau(0.0098, 64)]);
    expect(kind).toBe('fading');
    expect(sentence).toContain('1\u00a0% at 63; less than 1\u00a0% from more than 3.');
  });

  it('ends where nothing arrives, as in a layer without recurrence, and names no cause', () => {
    const ending = (...shares: number[]) =>
      reachVerdict([Float32Array.from({ length: 65 }, (_, back) => shares[back] ?? 0)]);
    const { kind, sentence, emphasis } = ending(1, 0.8, 0.3, 0.2, 0.1);
    expect([kind, emphasis]).toEqual(['ending', 'Ends:']);
    expect(sentence).toBe('Ends: nothing of the gradient arrives from more than 4 time steps back.');
    expect(ending(1, 0.5).sentence).toBe('Ends: nothing of the gradient arrives from more than one time step back.');
    expect(ending(1).sentence).toBe('Ends: nothing of the gradient arrives even from one time step back.');
  });
});

describe('the verdict on odd curves', () => {
  it('takes an infinite number for explosion', () => {
    const curve = powers(40).map((share, back) => (back > 23 ? Infinity : share));
    const verdict = reachVerdict([curve]);
    expect(verdict.kind).toBe('exploding');
    expect(verdict.sentence).toContain('more than any number arrives 24 time steps back.');
  });

  it('names no doubling time where growth is no exponential', () => {
    const curve = powers(1).map((_, back) => (back < 60 ? 1 : 50));
    const verdict = reachVerdict([curve]);
    expect(verdict.doublingTime).toBeUndefined();
    expect(verdict.sentence).toBe('Exploding: 50 times as much arrives 64 time steps back.');
  });

  it('says so when there is nothing to judge', () => {
    expect(reachVerdict([new Float32Array(65).fill(NaN)]).kind).toBe('unknown');
    expect(reachVerdict([]).kind).toBe('unknown');
    expect(reachVerdict([]).horizon).toBeUndefined();
  });

  it('does not judge a window whose beginning was not measured', () => {
    expect(kindOf(powers(0.9).fill(NaN, 60))).toBe('unknown');
  });

  it.each([1, 2, 3, 4, 5])('has a sentence for a window of %i', (window) => {
    const verdict = reachVerdict([powers(0.6, window)]);
    expect(verdict.kind).toBe('alive');
    expect(verdict.horizon).toBe(window);
    expect(verdict.shares).toEqual([{ back: window, share: Math.fround(0.6 ** window) }]);
    expect(verdict.sentence).toMatch(/^Alive: \d+\u00a0% of the gradient arrives (one time step|\d time steps) back\./);
    expect(kindOf(powers(1.6, window + 2))).toBe('exploding');
    expect(kindOf(powers(0.001, window))).toBe('vanishing');
  });
});

/** From the least that arrives to the most: neighbours may meet, opposites never. */
const grades: Verdict['kind'][] = ['vanishing', 'fading', 'alive', 'growing', 'exploding'];
const distance = (a: Verdict['kind'], b: Verdict['kind']) => Math.abs(grades.indexOf(a) - grades.indexOf(b));

describe('of curves that nearly coincide', () => {
  const draw = new Generator(5);
  const limits = [0.0049, 0.005, 0.0099, 0.01, 1.99, 2, 3.99, 4];
  /** Near a limit more often than not, where verdicts change. */
  const level = () =>
    draw.next() < 0.6 ? draw.pick(limits) * (0.95 + 0.1 * draw.next()) : 10 ** (3 - 12 * draw.next());

  const shapes: ((window: number) => (back: number) => number)[] = [
    (window) => {
      const end = level();
      return (back) => end ** (back / window);
    },
    (window) => {
      const [height, knee, end] = [level(), draw.integer(0, window), level()];
      return (back) => (back === 0 ? 1 : back <= knee ? height : end);
    },
    (window) => {
      const [height, rate, end] = [level(), draw.next(), level()];
      return (back) => (back === window ? end : Math.max(height, rate ** back));
    },
    () => {
      const power = -3 * draw.next();
      return (back) => (1 + back) ** power;
    },
    (window) => {
      const [middle, height] = [draw.integer(1, window), level()];
      return (back) => (back === 0 ? 1 : height * Math.exp(-(((back - middle) / (1 + window / 8)) ** 2)) + 1e-7);
    },
    () => {
      let log = 0;
      return (back) => (back === 0 ? 1 : Math.exp((log += 0.4 * normal(draw))));
    },
  ];

  it.each(shapes.map((_, i) => i))('and have the shape %i, verdicts are never opposites', (shape) => {
    const seen = new Set<string>();
    for (let each = 0; each < 2000; each++) {
      const window = draw.pick([1, 2, 3, 7, 16, 64, 200]);
      const share = shapes[shape]!(window);
      const one = Float32Array.from({ length: window + 1 }, (_, back) => share(back));
      const factors = draw.pick([() => 1.05, () => 1 / 1.05, () => 0.9525 + 0.0975 * draw.next()]);
      const other = one.map((value, back) => (back === 0 ? 1 : value * factors()));
      const kinds = [kindOf(one), kindOf(other)] as const;
      expect(distance(...kinds), `${kinds.join(' and ')} in a window of ${window}`).toBeLessThanOrEqual(1);
      seen.add(kinds.join(' '));
    }
    expect(seen.size).toBeGreaterThan(shape === 3 ? 2 : 4);
  });

  it('and are an exponential and another of like shares, the verdict is the same', () => {
    const exponential = powers(0.915);
    const other = exponential.map((share, back) => (back === 0 ? 1 : share * (back % 2 ? 1.4 : 0.7)));
    const [fitted, free] = [reachVerdict([exponential]), reachVerdict([other])];
    expect([fitted.halfLife !== undefined, free.halfLife]).toEqual([true, undefined]);
    expect(free.kind).toBe(fitted.kind);
  });
});

describe('over measurements in a row that scatter by a third', () => {
  const draw = new Generator(9);
  /** A sequence of measurements of one curve, with noise that lasts over some time steps, as it does in networks. */
  const kinds = (curve: Float32Array): Verdict['kind'][] => {
    const series = Array.from({ length: 300 }, () => {
      let noise = 0;
      return curve.map((share, back) => {
        noise = 0.8 * noise + 0.6 * 0.3 * normal(draw);
        return back === 0 ? 1 : share * Math.exp(noise);
      });
    });
    return series.slice(4).map((_, i) => reachVerdict(series.slice(i, i + 5)).kind);
  };

  it.each([
    ['vanishing', powers(0.6)],
    ['fading', powers(0.915)],
    ['alive', powers(0.96)],
    ['exploding', powers(1.1)],
    ['vanishing', Float32Array.from(reachVerdict(measured(golden.elman)).curve)],
    ['fading', Float32Array.from(reachVerdict(measured(golden.lstm)).curve)],
  ])('it stays %s', (kind, curve) => {
    expect(new Set(kinds(curve))).toEqual(new Set([kind]));
  });

  it.each([0.005, 0.01, 2, 4])('at a limit of %f it changes between neighbours alone', (limit) => {
    const found = kinds(Float32Array.from({ length: 65 }, (_, back) => (back === 0 ? 1 : limit)));
    const grade = found.map((kind) => grades.indexOf(kind));
    expect(Math.max(...grade) - Math.min(...grade)).toBeLessThanOrEqual(1);
  });
});
