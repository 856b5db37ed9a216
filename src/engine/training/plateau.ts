import type { ScheduleOptions } from '../../protocol/scheduleSchema';

type PlateauOptions = Extract<ScheduleOptions, { name: 'plateau' }>;

/** What a plateau remembers; as it stands in a checkpoint. */
export interface PlateauState {
  /** The rate after the last fall; without one, it is the base. */
  reduced?: number;
  /** The lowest loss. */
  best?: number;
  /** Measurements in a row without improvement. */
  misses: number;
  /** Measurements to come that do not count. */
  cooldown: number;
}

/** A fall by less than this is none. */
const LEAST_FALL = 1e-8;

/**
 * Reduces the learning rate when the validation loss no longer falls: after more than `patience` measurements in a row
 * that are not below best (1 - threshold), rate = max(rate factor, least), and `cooldown` measurements do not count.
 * @see torch.optim.lr_scheduler.ReduceLROnPlateau
 */
export class Plateau {
  state: PlateauState = { misses: 0, cooldown: 0 };

  constructor(private readonly options: PlateauOptions) {}

  rate(base: number): number {
    return this.state.reduced ?? base;
  }

  /** Lets the rate be the base again; the lowest loss stays. */
  restart(): void {
    this.state = { best: this.state.best, misses: 0, cooldown: 0 };
  }

  measured(loss: number, base: number): void {
    const { threshold, patience, cooldown } = this.options;
    const state = { ...this.state };
    if (loss < (state.best ?? Infinity) * (1 - threshold)) Object.assign(state, { best: loss, misses: 0 });
    else state.misses++;
    if (state.cooldown > 0) Object.assign(state, { cooldown: state.cooldown - 1, misses: 0 });
    if (state.misses > patience) Object.assign(state, { reduced: this.fallen(base), misses: 0, cooldown });
    this.state = state;
  }

  private fallen(base: number): number {
    const rate = this.rate(base);
    const next = Math.max(rate * this.options.factor, this.options.least);
    return rate - next > LEAST_FALL ? next : rate;
  }
}
