import { describe, expect, it } from 'vitest';
import { fittingSizes } from './fittingSizes';

const usual = { batch: 32, window: 64 };

describe('sizes for a text', () => {
  it('are the usual ones for a long text', () => {
    expect(fittingSizes(1_000_000, usual)).toEqual(usual);
  });

  it('leave several windows in every lane of a short text', () => {
    for (const symbols of [200, 500, 1000, 3000, 8000]) {
      const { batch, window } = fittingSizes(symbols, usual);
      const lane = Math.floor((Math.floor(symbols * 0.9) - 1) / batch);
      expect(Math.floor(lane / window), `${symbols} symbols`).toBeGreaterThanOrEqual(4);
    }
  });

  it('give up sequences side by side before they give up looking back', () => {
    expect(fittingSizes(2000, usual)).toEqual({ batch: 4, window: 64 });
  });
});
