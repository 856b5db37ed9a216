import { describe, expect, it } from 'vitest';
import { EarlyStopping } from './earlyStopping';

/** Takes losses of steps 10, 20, ... */
function measured(stopping: EarlyStopping, losses: number[]) {
  losses.forEach((loss, i) => stopping.measured(loss, 10 * (i + 1)));
  return stopping.end;
}

describe('early stopping', () => {
  it('ends after as many measurements without improvement as its patience, and names the best', () => {
    const options = { patience: 3, minimumImprovement: 0 };
    expect(measured(new EarlyStopping(options), [3, 2, 2.5, 2.1])).toBeUndefined();
    expect(measured(new EarlyStopping(options), [3, 2, 2.5, 2.1, 2])).toEqual({
      step: 50,
      bestStep: 20,
      measurements: 3,
    });
    expect(measured(new EarlyStopping(options), [3, 2, 2.5, 2.1, 1.9, 2, 2])).toBeUndefined();
  });

  it('takes an improvement for one only where it is large enough', () => {
    const losses = [3, 2.95, 2.91, 2.85];
    expect(measured(new EarlyStopping({ patience: 2, minimumImprovement: 0.1 }), losses.slice(0, 3))?.bestStep).toBe(
      10,
    );
    expect(measured(new EarlyStopping({ patience: 3, minimumImprovement: 0.1 }), losses)).toBeUndefined();
  });

  it('counts a loss that is not a number as no improvement', () => {
    const end = measured(new EarlyStopping({ patience: 2, minimumImprovement: 0 }), [NaN, NaN]);
    expect(end).toEqual({ step: 20, bestStep: 0, measurements: 2 });
  });

  it('waits as long again where the run goes on, with the best that it knew', () => {
    const stopping = new EarlyStopping({ patience: 2, minimumImprovement: 0 });
    measured(stopping, [1, 2, 2]);
    stopping.goOn();
    expect(stopping.end).toBeUndefined();
    stopping.measured(1.5, 40);
    expect(stopping.end).toBeUndefined();
    stopping.measured(1.5, 50);
    expect(stopping.end).toEqual({ step: 50, bestStep: 10, measurements: 2 });
  });

  it('never comes where it is off', () => {
    expect(measured(new EarlyStopping('off'), [1, 2, 3, 4, NaN])).toBeUndefined();
  });
});
