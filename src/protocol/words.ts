import * as l10n from '@vscode/l10n';

/*
 * How numbers are written, in panels and in the terminal. Everything goes through Intl in the language of the texts
 * around it; a minus is U+2212, so that it is as wide as a digit.
 */

let language = 'en';
const formats = new Map<string, Intl.NumberFormat>();

/** Says in which language numbers are written from now on (a BCP 47 tag); English until then. */
export function useLanguage(tag: string): void {
  language = Intl.NumberFormat.supportedLocalesOf(tag).length > 0 ? tag : 'en';
  formats.clear();
}

function write(value: number, options: Intl.NumberFormatOptions): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const key = JSON.stringify(options);
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = new Intl.NumberFormat(language, options)));
  return format.format(value).replace('-', '−');
}

const fixed = (value: number, decimals: number): string =>
  write(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** A whole number with its thousands set apart: 55,768. */
export const formatCount = (value: number): string => write(value, { maximumFractionDigits: 0 });

/** A number with exactly that many decimals: 1.79. */
export const formatDecimals = (value: number, decimals: number): string => fixed(value, decimals);

/** A loss: two decimals in charts, three in lists; one that has run away as a norm would be. */
export const formatLoss = (value: number, decimals = 2): string =>
  Math.abs(value) < 1000 ? fixed(value, decimals) : formatNorm(value);

/** A large number in little room: 40K, 2M. */
export const formatCompact = (value: number): string =>
  write(value, { notation: 'compact', maximumSignificantDigits: 2 });

/** A number rounded to that many digits, written out: 178,342 becomes 178,000. */
export const formatSignificant = (value: number, digits = 3): string =>
  write(value, { maximumSignificantDigits: digits });

const superscripts: Record<string, string> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

const superscript = (exponent: number): string =>
  [...String(exponent)].map((sign) => superscripts[sign] ?? '').join('');

/** A power of ten: 10⁻¹², and 1 for 10⁰. */
export const formatPowerOfTen = (exponent: number): string => (exponent === 0 ? '1' : `10${superscript(exponent)}`);

function scientific(value: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(1).split('e');
  return `${fixed(Number(mantissa), 1)} × ${formatPowerOfTen(Number(exponent))}`;
}

/** A norm or another size: two decimals; 2.7 × 10⁻⁴ where two decimals would say nothing, and likewise from 100,000. */
export function formatNorm(value: number): string {
  const size = Math.abs(value);
  const isOutside = size !== 0 && Number.isFinite(size) && (size < 0.01 || size >= 1e5);
  if (isOutside) return scientific(value);
  return size >= 1000 ? formatCount(value) : fixed(value, 2);
}

/** A learning rate: up to four digits, and scientific below 0.0001. */
export function formatLearningRate(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-4 ? scientific(value) : write(value, { maximumSignificantDigits: 4 });
}

/** A share as percent: no decimals from 1 % on (or as many as asked for), one digit down to 0.01 %, then a limit. */
export function formatPercent(share: number, decimals = 0): string {
  const percent = share * 100;
  const space = '\u00a0%';
  if (!Number.isFinite(percent) || percent === 0 || percent >= 0.95) return fixed(percent, decimals) + space;
  if (percent >= 0.0095) return write(percent, { maximumSignificantDigits: 1 }) + space;
  return l10n.t('under {0}', write(0.01, {}) + space);
}

/** A duration: seconds up to two minutes, then minutes, hours, days: 16 s, 4 min, 3 h, 2 days. */
export function formatDuration(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 119.5) return l10n.t('{0} s', formatCount(Math.max(0, seconds)));
  if (seconds < 119.5 * 60) return l10n.t('{0} min', formatCount(seconds / 60));
  if (seconds < 47.5 * 3600) return l10n.t('{0} h', formatCount(seconds / 3600));
  return l10n.t('{0} days', formatCount(seconds / 86400));
}

/** What is left of some work: 16 s left. */
export const formatTimeLeft = (durationMs: number): string => l10n.t('{0} left', formatDuration(durationMs));

/** The duration of a training step: 11.4 ms, 1.2 s. */
export function formatStepDuration(durationMs: number): string {
  return durationMs < 1000 ? `${formatStepMs(durationMs)} ms` : `${fixed(durationMs / 1000, 1)} s`;
}

/** Milliseconds of a training step: one decimal below 100. */
export const formatStepMs = (durationMs: number): string => fixed(durationMs, durationMs < 99.95 ? 1 : 0);

/** A size on disk or in memory: 1.2 MB. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 999.5 && unit < units.length - 1; unit++) size /= 1000;
  return `${fixed(size, unit > 0 && size < 9.95 ? 1 : 0)} ${units[unit] ?? ''}`;
}
