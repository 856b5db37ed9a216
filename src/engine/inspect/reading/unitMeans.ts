import type { BlockTrace } from './blockTrace';

/** Each unit's mean over what was traced of a text: every block counts once, as it was when it was first traced. */
export class UnitMeans {
  private readonly counted = new Set<number>();
  private readonly sums: Map<string, Float64Array>[];
  private steps = 0;

  constructor(layers: number) {
    this.sums = Array.from({ length: layers }, () => new Map());
  }

  add({ block, length, layers }: BlockTrace): void {
    if (this.counted.has(block)) return;
    this.counted.add(block);
    this.steps += length;
    layers.forEach((quantities, k) =>
      quantities.forEach((rows, name) => {
        const units = rows.length / length;
        const sums = this.sums[k]!.get(name) ?? new Float64Array(units);
        this.sums[k]!.set(name, sums);
        for (let at = 0, unit = 0; at < rows.length; at++, unit = unit + 1 === units ? 0 : unit + 1)
          sums[unit]! += rows[at]!;
      }),
    );
  }

  /** By unit. */
  of(layer: number, quantity: string): number[] {
    return Array.from(this.sums[layer]!.get(quantity) ?? [], (sum) => sum / this.steps);
  }
}
