import { roundUp } from '../../shared/ticks';

/** The range of a curve's vertical axis. */
export interface Extent {
  low: number;
  high: number;
}

/** Ranges that only grow while a text is looked through, so that scrolling does not make curves jump. */
export class Extents {
  private readonly extents = new Map<string, Extent>();

  /** The range from 0 to a round number that holds all numbers seen under this name. */
  fromZero(name: string, values: Iterable<number | null>): Extent {
    const high = Math.max(this.extents.get(name)?.high ?? 0, greatest(values));
    const extent = { low: 0, high: high > 0 ? roundUp(high, [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]) : 1 };
    this.extents.set(name, extent);
    return extent;
  }

  /** The range between twentieths, inside 0 to 1, that holds all shares seen under this name. */
  ofShares(name: string, values: Iterable<number | null>): Extent {
    const { low, high } = this.extents.get(name) ?? { low: 1, high: 0 };
    let [least, most] = [low, high];
    for (const value of values) {
      if (value === null || !Number.isFinite(value)) continue;
      least = Math.min(least, Math.floor(value * 20 - 0.3) / 20);
      most = Math.max(most, Math.ceil(value * 20 + 0.3) / 20);
    }
    const extent = { low: Math.max(0, least), high: Math.min(1, most) };
    this.extents.set(name, extent);
    return extent.low < extent.high ? extent : { low: 0, high: 1 };
  }

  /** The greatest limit seen under this name. */
  limit(name: string, seen: number): number {
    const high = Math.max(this.extents.get(name)?.high ?? 0, seen);
    this.extents.set(name, { low: -high, high });
    return high;
  }

  clear(): void {
    this.extents.clear();
  }
}

function greatest(values: Iterable<number | null>): number {
  let most = 0;
  for (const value of values) if (value !== null && value > most && Number.isFinite(value)) most = value;
  return most;
}
