/**
 * Units in an order in which alike ones stand together: from the one that is least like the others on, always the one
 * that correlates most with the one before.
 * @param rows of units at several time steps
 */
export function orderBySimilarity(rows: Float32Array[], units: number): number[] {
  const series = Array.from({ length: units }, (_, u) => standardised(Float64Array.from(rows, (row) => row[u]!)));
  const left = new Set(series.keys());
  const order: number[] = [];
  let next = outermost(series);
  while (left.size > 0) {
    order.push(next);
    left.delete(next);
    const from = series[next]!;
    let best = -Infinity;
    next = left.values().next().value ?? next; // where nothing can be compared
    for (const unit of left) {
      const alike = product(from, series[unit]!);
      if (alike <= best) continue;
      best = alike;
      next = unit;
    }
  }
  return order;
}

/** The unit that correlates least with what all have in common. */
function outermost(series: Float64Array[]): number {
  const common = new Float64Array(series[0]!.length);
  for (const one of series) one.forEach((value, i) => (common[i]! += value));
  const likeness = series.map((one) => product(one, common));
  return Math.max(0, likeness.indexOf(Math.min(...likeness)));
}

/** Without its mean, and of length 1. */
function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const centred = values.map((value) => value - mean);
  const length = Math.sqrt(product(centred, centred));
  return length > 0 ? centred.map((value) => value / length) : centred;
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
