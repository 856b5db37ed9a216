/*
 * Masks of dropout between layers: a pure function of seed, step, layer, row and unit, so that they depend on no number
 * of threads and a resumed run draws what the run would have drawn. source/dropout.c draws the same from the layer's key.
 */

/** What the masks of a learning step are drawn by. */
export interface MaskDraw {
  /** From 0 to 2^32 - 1. */
  seed: number;
  /** Counts the learning steps of a run. */
  step: number;
}

const goldenRatio = 0x9e3779b9; // of 2^32
/** Rates are whole numbers of 2^-24. */
const all = 2 ** 24;

/** A bijection of 32 bits that mixes them well. @see lowbias32, Chris Wellons 2018 */
function mixedBits(x: number): number {
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** The next of a chain of keys, by a number. */
const next = (key: number, number: number): number => mixedBits((key + Math.imul(number, goldenRatio)) | 0);

/** The key of a layer's masks in a learning step, as pass_drop takes it. @param layer from 0, from the input up */
export const maskKey = ({ seed, step }: MaskDraw, layer: number): number =>
  [step, layer].reduce(next, mixedBits(seed)) | 0;

/**
 * What the numbers of a layer's rows are multiplied by before the layer above reads them: 0 with the probability `rate`,
 * 1 / (1 - rate) otherwise.
 * @returns [rows * units], row by row; rows are time-major
 * @see Srivastava et al. 2014; inverted as in torch.nn.LSTM(dropout)
 */
export function maskOf(rate: number, key: number, rows: number, units: number): Float32Array {
  const mask = new Float32Array(rows * units);
  const [threshold, scale] = [Math.round(rate * all), Math.fround(1 / (1 - rate))];
  for (let row = 0, at = 0; row < rows; row++) {
    const ofRow = next(key, row);
    for (let unit = 0; unit < units; unit++, at++) mask[at] = next(ofRow, unit) >>> 8 >= threshold ? scale : 0;
  }
  return mask;
}
