import type { ColourBy, LensDescription, LensLayer, SymbolValues } from '../../protocol/lens';
import { isGate, limitOf } from '../../protocol/quantities';

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

/** What colours are scaled by. */
export type Coloured = Pick<LensDescription, 'layers' | 'vocabulary' | 'unigram'>;

/** What a prediction costs that knows how often each symbol comes, or else none of that: ln V. */
export function surpriseTop({ vocabulary, unigram }: Coloured): number {
  const uniform = Math.log(Math.max(2, vocabulary.length));
  return unigram === undefined || !(unigram > 0) ? uniform : Math.min(unigram, uniform);
}

/**
 * The scale of what colours a text.
 * @param largest a number that few are beyond; it counts only where the quantity has no limit of its own
 */
export function scaleOf(by: ColourBy, lens: Coloured, largest: number): Scale {
  if (by.kind === 'surprise') return { ...shares('validation', surpriseTop(lens), quarters), isSigned: false };
  if (by.kind === 'gradientH') return { ...shares('gradient', largest, [0.125, 0.25, 0.5, 1]), isSigned: false };
  const layer = layerOf(by, lens.layers);
  const top = limitOf(by.quantity, layer) ?? largest;
  return { ...shares('state', top, [0.2, 0.4, 0.6, 0.8]), isSigned: !isGate(by.quantity, layer) };
}

const quarters = [0.25, 0.5, 0.75, 1] as const;

/** The layer of what colours a text; of another lens than it was chosen for, one of which nothing is known. */
export const layerOf = (by: { layer: number }, layers: LensLayer[]): LensLayer =>
  layers[by.layer] ?? { cell: 'own', units: 0, quantities: [] };

const shares = (meaning: Meaning, top: number, [a, b, c, d]: Scale['limits']): Omit<Scale, 'isSigned'> => ({
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
