import * as l10n from '@vscode/l10n';
import { formatCount, formatDecimals, formatPercent, formatSignificant } from './words';

/** What the reach of a layer amounts to. */
export interface Verdict {
  /** From the least that arrives to the most. `ending`: all of it stops at one place; `unknown`: nothing to judge. */
  kind: 'vanishing' | 'fading' | 'alive' | 'growing' | 'exploding' | 'ending' | 'unknown';
  /** Time steps in which the gradient halves, where an exponential fits. It is told, and decides nothing. */
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

/** The share that counts as "still something left" for the horizon. */
export const reachLimit = 0.01;
/** Less than this beyond the first quarter of the window is vanishing: half the limit, so that fading lies between. */
const vanishingLimit = reachLimit / 2;
/** As much at the window's beginning is growth; twice as much explosion. */
const growthLimit = 2;
/** Below that the fit no longer looks: float32 noise of the backward pass is not far. */
const fitFloor = 1e-12;
/**
 * An exponential fits from here on. Measured on character models over 1,000 steps: medians of five Elman curves reach
 * 0.992 to 1.000, of five LSTM curves 0.85 to 0.95.
 */
const fitDetermination = 0.98;
/** What arrives last before nothing does, where that is an end and no fading out of numbers. */
const leastEnd = 1e-6;
/** Measurements that the verdict is the median of; one alone jumps. */
const measurements = 5;

/**
 * Judges the reach of one layer from the element-wise median of its last five measurements: verdict, half-life, horizon
 * and shares are then of one and the same curve. One rule holds for curves of every shape, by what arrives in the window:
 *
 * exploding, growing: 4 times, 2 times as much at its beginning; alive: 1 % or more there; vanishing: less than 0.5 % at
 * every time step beyond its first quarter; fading: what is none of these
 *
 * Between verdicts that are no neighbours lies a factor of 2, so that curves that nearly coincide are never judged as
 * opposites.
 * @param curves the newest last, each r_0..r_T
 */
export function reachVerdict(curves: Float32Array[]): Verdict {
  const curve = medianCurve(curves.slice(-measurements));
  const horizon = curve.findLastIndex((share) => share >= reachLimit);
  const judged: Judged = {
    curve,
    horizon: Math.max(0, horizon),
    shares: placesIn(curve.length - 1)
      .map((back) => ({ back, share: curve[back]! }))
      .filter(({ share }) => !Number.isNaN(share)),
    slope: exponentialSlope(curve),
  };
  const kind = kindOf(curve);
  const { emphasis, text } = words[kind](judged);
  return {
    kind,
    ...rates(judged, kind),
    ...{ horizon: horizon < 0 ? undefined : horizon, shares: judged.shares, curve, emphasis },
    sentence: [emphasis, text, rateSentence(judged, kind)].filter((part) => part !== '').join(' '),
  };
}

interface Judged {
  curve: Float64Array;
  horizon: number;
  shares: Verdict['shares'];
  /** Decades gained for each time step back, where an exponential fits. */
  slope: number | undefined;
}

function kindOf(curve: Float64Array): Verdict['kind'] {
  const window = curve.length - 1;
  const end = curve.at(-1) ?? NaN;
  if (curve.includes(Infinity)) return 'exploding';
  if (Number.isNaN(end) || window < 1) return 'unknown';
  if (end >= 2 * growthLimit) return 'exploding';
  if (end >= growthLimit) return 'growing';
  if (end >= reachLimit) return 'alive';
  if (end === 0 && curve[lastOf(curve)]! > leastEnd) return 'ending';
  const beyond = curve.subarray(Math.max(1, Math.ceil(window / 4)));
  return beyond.every((share) => !(share >= vanishingLimit)) ? 'vanishing' : 'fading';
}

/** The last time step back at which anything arrives. */
const lastOf = (curve: Float64Array): number => curve.findLastIndex((share) => share > 0);

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

/** What is said of each kind, after the word that is the verdict. */
const words: Record<Verdict['kind'], (judged: Judged) => { emphasis: string; text: string }> = {
  unknown: () => ({ emphasis: '', text: l10n.t('The reach could not be measured.') }),
  vanishing: (judged) => ({ emphasis: l10n.t('Vanishing:'), text: limitText(judged) }),
  fading: (judged) => ({ emphasis: l10n.t('Fading:'), text: `${sharesText(judged)}; ${furtherText(judged)}` }),
  alive: (judged) => ({ emphasis: l10n.t('Alive:'), text: `${sharesText(judged)}.` }),
  growing: (judged) => ({ emphasis: l10n.t('Growing:'), text: growthText(judged) }),
  exploding: (judged) => ({ emphasis: l10n.t('Exploding:'), text: growthText(judged) }),
  ending: (judged) => ({ emphasis: l10n.t('Ends:'), text: endText(judged) }),
};

function endText({ curve }: Judged): string {
  const last = lastOf(curve);
  if (last === 0) return l10n.t('nothing of the gradient arrives even from one time step back.');
  return last === 1
    ? l10n.t('nothing of the gradient arrives from more than one time step back.')
    : l10n.t('nothing of the gradient arrives from more than {0} time steps back.', formatCount(last));
}

function limitText({ horizon }: Judged): string {
  const limit = formatPercent(reachLimit);
  if (horizon === 0) return l10n.t('less than {0} of the gradient arrives even from one time step back.', limit);
  return horizon === 1
    ? l10n.t('less than {0} of the gradient arrives from more than one time step back.', limit)
    : l10n.t('less than {0} of the gradient arrives from more than {1} time steps back.', limit, formatCount(horizon));
}

function sharesText({ shares }: Judged): string {
  const [first, ...others] = shares;
  const what =
    first!.back === 1
      ? l10n.t('{0} of the gradient arrives one time step back', formatPercent(first!.share))
      : l10n.t(
          '{0} of the gradient arrives {1} time steps back',
          formatPercent(first!.share),
          formatCount(first!.back),
        );
  const more = others.map(({ back, share }) => l10n.t('{0} at {1}', formatPercent(share), formatCount(back)));
  return [what, ...more].join(', ');
}

const furtherText = ({ horizon }: Judged): string =>
  l10n.t('less than {0} from more than {1}.', formatPercent(reachLimit), formatCount(horizon));

function growthText({ curve }: Judged): string {
  const infinite = curve.indexOf(Infinity);
  return infinite >= 0
    ? l10n.t('more than any number arrives {0} time steps back.', formatCount(infinite))
    : l10n.t(
        '{0} times as much arrives {1} time steps back.',
        formatSignificant(curve.at(-1)!, 2),
        formatCount(curve.length - 1),
      );
}

/** How fast it goes, where an exponential fits that goes the way of the verdict. */
function rates({ slope }: Judged, kind: Verdict['kind']): Pick<Verdict, 'halfLife' | 'doublingTime'> {
  if (slope === undefined || slope === 0 || kind === 'unknown' || kind === 'ending') return {};
  if (slope < 0) return { halfLife: -Math.log10(2) / slope };
  return kind === 'growing' || kind === 'exploding' ? { doublingTime: Math.log10(2) / slope } : {};
}

/** Said as far as the window shows it. */
function rateSentence(judged: Judged, kind: Verdict['kind']): string {
  const { halfLife = Infinity, doublingTime = Infinity } = rates(judged, kind);
  const window = judged.curve.length - 1;
  if (halfLife <= window) return l10n.t('It halves every {0} time steps.', rounded(halfLife));
  return doublingTime <= window ? l10n.t('It doubles every {0} time steps.', rounded(doublingTime)) : '';
}

/** 1.4; from ten on without decimals. */
const rounded = (count: number): string => formatDecimals(count, count < 9.95 ? 1 : 0);
