import type { EarlyEnd } from '../../protocol/run';
import type { EarlyStoppingOptions } from '../../protocol/stepRuleSchema';

/** What early stopping remembers; as it stands in a checkpoint. */
export interface EarlyStoppingState {
  /** The lowest loss that was an improvement, and its step. */
  best?: { loss: number; step: number };
  /** Measurements in a row without improvement, and the step of the last one. */
  misses: number;
  step: number;
}

/**
 * Ends a run when so many validation losses in a row were not below the lowest by more than the least improvement.
 * @see Prechelt 1998
 */
export class EarlyStopping {
  state: EarlyStoppingState = { misses: 0, step: 0 };

  constructor(private readonly options: EarlyStoppingOptions) {}

  /** Why the run is to end; undefined while it goes on. */
  get end(): EarlyEnd | undefined {
    const { best, misses, step } = this.state;
    if (this.options === 'off' || misses < this.options.patience) return undefined;
    return { step, bestStep: best?.step ?? 0, measurements: misses };
  }

  measured(loss: number, step: number): void {
    if (this.options === 'off') return;
    const { best, misses } = this.state;
    const isBetter = loss < (best?.loss ?? Infinity) - this.options.minimumImprovement;
    this.state = isBetter ? { best: { loss, step }, misses: 0, step } : { best, misses: misses + 1, step };
  }

  /** Waits as long again. */
  goOn(): void {
    this.state = { ...this.state, misses: 0 };
  }
}
