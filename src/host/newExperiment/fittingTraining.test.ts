import { describe, expect, it } from 'vitest';
import { fittingTraining } from './fittingTraining';

const usual = { batch: 32, window: 64, epochs: 5 };

function windowsPerEpoch(symbols: number): number {
  const { batch, window } = fittingTraining(symbols, usual);
  return Math.floor(Math.floor((Math.floor(symbols * 0.9) - 1) / batch) / window);
}

describe('sizes of training for a text', () => {
  it('are the usual ones for a long text', () => {
    expect(fittingTraining(1_000_000, usual)).toEqual(usual);
  });

  it.each([200, 500, 1000, 3000, 8000])('leave several windows in every lane of %i symbols', (symbols) => {
    expect(windowsPerEpoch(symbols)).toBeGreaterThanOrEqual(4);
  });

  it.each([200, 1000, 8000, 100_000])('make some hundred steps of %i symbols', (symbols) => {
    expect(windowsPerEpoch(symbols) * fittingTraining(symbols, usual).epochs).toBeGreaterThanOrEqual(300);
  });

  it('give up sequences side by side before they give up looking back', () => {
    expect(fittingTraining(2000, usual)).toMatchObject({ batch: 4, window: 64 });
  });

  it('are something for the shortest text', () => {
    expect(fittingTraining(1, usual)).toMatchObject({ batch: 1, window: 8 });
  });
});
