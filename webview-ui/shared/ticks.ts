import { formatCompact, formatDecimals, formatNorm } from '../../src/protocol/words';

/** The smallest of 1, 2, 5 times a power of ten that is `value` or more. */
export function roundUp(value: number, mantissas: readonly number[] = [1, 2, 5]): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const mantissa = mantissas.find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return mantissa * power;
}

/** Gaps that make an axis easy to read; with 4 among them it is easier to fill a low one. */
export const roundGaps = { plain: [1, 2, 5], fine: [1, 2, 4, 5] } as const;

/** Round places on an axis, about `count` of them and rather fewer. */
export function roundTicks(
  from: number,
  to: number,
  count: number,
  leastGap = 0,
  gaps: readonly number[] = roundGaps.fine,
): number[] {
  if (!(to > from)) return [from];
  const gap = Math.max(leastGap, roundUp((to - from) / (count + 0.5), gaps));
  const ticks: number[] = [];
  for (let index = Math.ceil(from / gap - 1e-9); index * gap <= to + gap * 1e-9; index++)
    ticks.push(Number((index * gap).toPrecision(12)));
  return ticks;
}

/** Quarters of a window where it has any, else round places. */
export function windowTicks(window: number): number[] {
  const quarter = window / 4;
  return Number.isInteger(quarter) && window >= 8
    ? [0, quarter, 2 * quarter, 3 * quarter, window]
    : roundTicks(0, window, 5, 1);
}

/** Writes ticks with the decimals that tell them apart, in the little room beside an axis. */
export function tickWriter(ticks: number[]): (tick: number) => string {
  const gap = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  const decimals = Math.max(0, -Math.floor(Math.log10(gap) + 1e-9));
  if (gap >= 1000) return formatCompact;
  if (decimals > 4) return (tick) => (tick === 0 ? '0' : formatNorm(tick).replaceAll(' ', ''));
  return (tick) => formatDecimals(tick, decimals);
}
