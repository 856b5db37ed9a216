import { describe, expect, it } from 'vitest';
import { columnPlaces, timeColumns, unrolledSizes } from './timeColumns';

const placed = (window: number, width: number) => columnPlaces(timeColumns(window, width), width, unrolledSizes(width));

describe('the time steps that are drawn', () => {
  it('are all where there is room', () => {
    expect(timeColumns(3, 1200)).toEqual([{ t: 1 }, { t: 2 }, { t: 3 }]);
  });

  it('are the first ones and the last where there is none, with a gap between', () => {
    const columns = timeColumns(64, 900);
    expect(columns.slice(0, 2)).toEqual([{ t: 1 }, { t: 2 }]);
    expect(columns.slice(-2)).toEqual(['gap', { t: 64 }]);
    expect(timeColumns(64, 360)).toEqual([{ t: 1 }, 'gap', { t: 64 }]);
  });

  it.each([330, 360, 480, 519, 520, 640, 900, 1300])('fit into a width of %i', (width) => {
    for (const window of [1, 2, 3, 4, 8, 64]) {
      const places = placed(window, width);
      expect(places.at(-1)!.right + unrolledSizes(width).right).toBeLessThanOrEqual(width);
      places.slice(1).forEach(({ left }, at) => expect(left - places[at]!.right).toBeGreaterThanOrEqual(45));
    }
  });
});
