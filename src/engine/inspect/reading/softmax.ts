/** log(sum e^logit). */
export function logSumExp(logits: ArrayLike<number>, from = 0, length = logits.length): number {
  let top = -Infinity;
  for (let i = from; i < from + length; i++) if (logits[i]! > top) top = logits[i]!;
  let sum = 0;
  for (let i = from; i < from + length; i++) sum += Math.exp(logits[i]! - top);
  return top + Math.log(sum);
}

/** Most likely symbols that a trace names. */
export const likeliestCount = 5;

/** Of a row of logits, the likeliest symbols, likeliest first. */
export interface Likeliest {
  symbols: Int32Array;
  logits: Float64Array;
}

/** Finds the likeliest few of logits from..from + length. @param into as many as are wanted; written over */
export function findLikeliest(logits: ArrayLike<number>, from: number, length: number, into: Likeliest): void {
  const { symbols, logits: found } = into;
  const count = symbols.length;
  symbols.fill(-1);
  found.fill(-Infinity);
  for (let i = 0; i < length; i++) {
    const logit = logits[from + i]!;
    if (!(logit > found[count - 1]!)) continue;
    let place = count - 1;
    for (; place > 0 && found[place - 1]! < logit; place--) {
      found[place] = found[place - 1]!;
      symbols[place] = symbols[place - 1]!;
    }
    found[place] = logit;
    symbols[place] = i;
  }
}
