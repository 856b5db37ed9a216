import { keepsWithinOne } from '../../protocol/equations/described';
import type { ColourBy, LensLayer, Quantity, SymbolValues } from '../../protocol/lens';

/** What a colour stands for, by the colours of the manifest. */
export type Meaning = 'validation' | 'state' | 'gradient';

/** How numbers become five steps of a colour: none below the first limit. */
export interface Scale {
  meaning: Meaning;
  limits: readonly [number, number, number, number];
  /** Whether numbers below zero are told apart. */
  isSigned: boolean;
  /** The number at the strong end of the legend. */
  top: number;
}

/** Steps of a colour above the empty one. */
export const stepCount = 4;

/** Shares of the nearest symbol's norm at which a look-back changes its colour. */
export const lookBackScale: Scale = { meaning: 'gradient', limits: [0.01, 0.03, 0.1, 0.3], isSigned: false, top: 1 };

const surpriseScale: Scale = { meaning: 'validation', limits: [1, 2, 3, 4.5], isSigned: false, top: 6 };

/**
 * The scale of what colours a text.
 * @param largest a number that few are beyond; it counts only where the quantity has no limit of its own
 */
export function scaleOf(by: ColourBy, layers: LensLayer[], largest: number): Scale {
  if (by.kind === 'surprise') return surpriseScale;
  if (by.kind === 'gradientH') return { ...shares('gradient', largest, [0.125, 0.25, 0.5, 1]), isSigned: false };
  const top = isLimited(by.quantity, layers[by.layer]) ? 1 : largest;
  return { ...shares('state', top, [0.2, 0.4, 0.6, 0.8]), isSigned: isSigned(by.quantity) };
}

/** Whether a quantity runs from 0, closed, to 1, open. */
export const isGate = (quantity: Quantity): boolean =>
  ['forget', 'input', 'output', 'reset', 'update'].includes(quantity);

/** Whether a quantity has both signs. */
export const isSigned = (quantity: Quantity): boolean => !isGate(quantity);

const isLimited = (quantity: Quantity, layer: LensLayer | undefined): boolean =>
  isGate(quantity) || quantity === 'candidate' || (quantity === 'h' && layer !== undefined && keepsWithinOne(layer));

const shares = (
  meaning: Meaning,
  top: number,
  [a, b, c, d]: [number, number, number, number],
): Omit<Scale, 'isSigned'> => ({
  meaning,
  limits: [a * top, b * top, c * top, d * top],
  top,
});

/** The step of a number, 0 for none; by its size. */
export function stepOf(value: number | null, limits: Scale['limits']): number {
  if (value === null || Number.isNaN(value)) return 0;
  const size = Math.abs(value);
  return limits.filter((limit) => size >= limit).length;
}

/** A round number that at most one in twenty of the sizes is beyond; 1 where there are none. */
export function roundTop({ values }: Pick<SymbolValues, 'values'>): number {
  const sizes = values.filter((value) => value !== null && Number.isFinite(value)).map((value) => Math.abs(value!));
  sizes.sort((a, b) => a - b);
  const size = sizes[Math.floor(0.95 * (sizes.length - 1))] ?? 0;
  if (size === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(size));
  return [1, 2, 5, 10].map((digit) => digit * power).find((top) => top >= size)!;
}
