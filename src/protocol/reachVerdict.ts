import * as l10n from '@vscode/l10n';
import { formatCount, formatDecimals, formatPercent, formatSignificant } from './words';

/** What the reach of a layer amounts to. */
export interface Verdict {
  /** `unknown` only where there is no finite number to judge. */
  kind: 'vanishing' | 'alive' | 'exploding' | 'unknown';
  /** Time steps in which the gradient halves, where an exponential fits. */
  halfLife?: number;
  /** Time steps in which the gradient doubles, where an exponential fits. */
  doublingTime?: number;
  /** The last k at which 1 % or more arrives; the whole window where it is as long as that. */
  horizon: number | undefined;
  /** What arrives at some places, as far as the window goes; 1 is all. */
  shares: { back: number; share: number }[];
  /** The curve that was judged: the median of the measurements, time step by time step. */
  curve: Float64Array;
  /** One or two sentences for people. */
  sentence: string;
  /** The part of the sentence that is the verdict. */
  emphasis: string;
}

/** What a time step reads, for sentences. */
export interface SymbolNames {
  one: string;
  many: string;
}

/** The share that counts as "still something left" for the horizon. */
export const reachLimit = 0.01;
/** Below that the fit no longer looks: float32 noise of the backward pass is not far. */
const fitFloor = 1e-12;
/**
 * An exponential fits from here on. Measured on character models over 1,000 steps: medians of five Elman curves reach
 * 0.992 to 1.000, of five LSTM curves 0.85 to 0.95.
 */
const fitDetermination = 0.98;
/** Measurements that the verdict is the median of; one alone jumps. */
const measurements = 5;

/**
 * Judges the reach of one layer from the element-wise median of its last five measurements: half-life, horizon and
 * shares are then of one and the same curve.
 * @param curves the newest last, each r_0..r_T
 * @param symbols what a time step reads
 */
export function reachVerdict(
  curves: Float32Array[],
  symbols: SymbolNames = { one: l10n.t('character'), many: l10n.t('characters') },
): Verdict {
  const curve = medianCurve(curves.slice(-measurements));
  const window = curve.length - 1;
  const horizon = curve.findLastIndex((share) => share >= reachLimit);
  const judged: Judged = {
    curve,
    horizon: horizon < 0 ? undefined : horizon,
    shares: placesIn(window)
      .map((back) => ({ back, share: curve[back]! }))
      .filter(({ share }) => !Number.isNaN(share)),
    slope: exponentialSlope(curve),
  };
  if (judged.shares.length === 0) return unknown(judged);
  const end = curve.findLastIndex((share) => share !== 0);
  if (end > 0 && end < window && curve[end]! > leastEnd) return ending(judged, end);
  if (isExploding(judged)) return exploding(judged);
  return isVanishing(judged) ? vanishing(judged, symbols) : alive(judged, symbols);
}

/** What arrives last before nothing does, where that is an end and no fading out of numbers. */
const leastEnd = 1e-6;

/** Without a recurrence, as in a feed-forward layer, there is no way further back than its context. */
function ending({ curve, horizon, shares }: Judged, end: number): Verdict {
  const emphasis = l10n.t('Ends:');
  const sentence = l10n.t(
    '{0} nothing of the gradient arrives from more than {1} time steps back, as nothing leads there. What lies further back cannot be learned.',
    emphasis,
    formatCount(end),
  );
  return { kind: 'vanishing', horizon, shares, curve, sentence, emphasis };
}

interface Judged {
  curve: Float64Array;
  horizon: number | undefined;
  shares: Verdict['shares'];
  /** Decades gained for each time step back, where an exponential fits. */
  slope: number | undefined;
}

/** 10, 30 and 63 time steps back, as far as the window goes, and its end where it is far from those. */
function placesIn(window: number): number[] {
  const places = [10, 30, 63].filter((back) => back <= window);
  if (window > 0 && window >= 1.5 * (places.at(-1) ?? 0)) places.push(window);
  return places;
}

function medianCurve(curves: Float32Array[]): Float64Array {
  const length = curves.at(-1)?.length ?? 0;
  const alike = curves.filter((curve) => curve.length === length);
  return Float64Array.from({ length }, (_, back) => median(alike.map((curve) => curve[back]!)));
}

/** The middle number; between two middle ones the geometric mean, since these are read on a logarithmic axis. */
function median(values: number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const low = sorted[(sorted.length - 1) >> 1]!;
  const high = sorted[sorted.length >> 1]!;
  return low !== high && low > 0 && high < Infinity ? Math.sqrt(low) * Math.sqrt(high) : low;
}

/** Least squares on log10 of the reach from k = 1 down to 1e-12; undefined where no exponential fits. */
function exponentialSlope(curve: Float64Array): number | undefined {
  const end = curve.findIndex((share, back) => back > 0 && !(share >= fitFloor && share < Infinity));
  const logs = Array.from(curve.subarray(1, end < 0 ? curve.length : end), Math.log10);
  if (logs.length < 3) return undefined;
  const meanX = (logs.length - 1) / 2;
  const meanY = logs.reduce((sum, y) => sum + y, 0) / logs.length;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  logs.forEach((y, x) => {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  });
  return yy > 0 && (xy * xy) / (xx * yy) >= fitDetermination ? xy / xx : undefined;
}

/** Twice as much or more at the far end of the window, or a number beyond all numbers anywhere. */
function isExploding({ curve }: Judged): boolean {
  return curve.at(-1)! >= 2 || curve.includes(Infinity);
}

/**
 * An exponential that leaves 1 % inside the window; or any other curve that does so in its first quarter. (An LSTM
 * that has learned to remember falls fast and then stays near 1 %: its horizon is far out, its curve no exponential.)
 */
function isVanishing({ curve, horizon = 0, slope }: Judged): boolean {
  const window = curve.length - 1;
  return slope === undefined ? horizon < window / 4 : slope < 0 && horizon < window;
}

function unknown(judged: Judged): Verdict {
  return { ...parts(judged), kind: 'unknown', ...said('', '', l10n.t('The reach could not be measured.')) };
}

function exploding(judged: Judged): Verdict {
  const { curve, slope, shares } = judged;
  const end = shares.at(-1)!;
  const infinite = curve.indexOf(Infinity);
  const what =
    infinite >= 0
      ? l10n.t('More than any number arrives {0} time steps back.', formatCount(infinite))
      : l10n.t(
          '{0} times as much arrives {1} time steps back.',
          formatSignificant(end.share, 2),
          formatCount(end.back),
        );
  const doublingTime = slope !== undefined && slope > 0 ? Math.log10(2) / slope : undefined;
  if (doublingTime === undefined)
    return { ...parts(judged), kind: 'exploding', ...said('', l10n.t('Exploding:'), what) };
  const emphasis = l10n.t('{0} time steps: exploding.', rounded(doublingTime));
  return {
    ...parts(judged),
    kind: 'exploding',
    doublingTime,
    ...said(l10n.t('The gradient doubles every'), emphasis, what),
  };
}

function vanishing(judged: Judged, symbols: SymbolNames): Verdict {
  const { slope, horizon = 0, shares } = judged;
  const [first] = shares;
  const limit = limitOf(horizon, symbols);
  if (slope === undefined) {
    const what = l10n.t('{0} of the gradient arrives {1} time steps back.', formatPercent(first!.share), first!.back);
    return { ...parts(judged), kind: 'vanishing', ...said('', l10n.t('Vanishing:'), `${what} ${limit}`) };
  }
  const halfLife = -Math.log10(2) / slope;
  const emphasis = l10n.t('{0} time steps: vanishing.', rounded(halfLife));
  return {
    ...parts(judged),
    kind: 'vanishing',
    halfLife,
    ...said(l10n.t('The gradient halves every'), emphasis, limit),
  };
}

function limitOf(horizon: number, symbols: SymbolNames): string {
  return horizon > 1
    ? l10n.t('What lies further back than about {0} {1} cannot be learned.', formatCount(horizon), symbols.many)
    : l10n.t('What lies further back than one {0} cannot be learned.', symbols.one);
}

function alive(judged: Judged, symbols: SymbolNames): Verdict {
  const { slope, shares } = judged;
  const [first, ...others] = shares;
  const back = formatCount(first!.back);
  const share = formatPercent(first!.share);
  const names = first!.back === 1 ? symbols.one : symbols.many;
  const what = l10n.t('{0} of the gradient still arrives {1} {2} back', share, back, names);
  const more = others.map((place) => l10n.t('{0} at {1}', formatPercent(place.share), formatCount(place.back)));
  const halfLife = slope !== undefined && slope < 0 ? -Math.log10(2) / slope : undefined;
  const sentence = `${[what, ...more].join(', ')}.`;
  return { ...parts(judged), kind: 'alive', halfLife, ...said('', l10n.t('Alive:'), sentence) };
}

const parts = ({ curve, horizon, shares }: Judged): Pick<Verdict, 'curve' | 'horizon' | 'shares'> => ({
  curve,
  horizon,
  shares,
});

const said = (before: string, emphasis: string, after: string): Pick<Verdict, 'sentence' | 'emphasis'> => ({
  sentence: [before, emphasis, after].filter((part) => part !== '').join(' '),
  emphasis,
});

/** 1.4; from ten on without decimals. */
const rounded = (count: number): string => formatDecimals(count, count < 9.95 ? 1 : 0);
