import type { TrainingOptions } from '../../protocol/experiment';
import { Plateau, type PlateauState } from './plateau';

/**
 * The learning rate of every step: linear warm-up, then the schedule from its beginning. It follows from the step, the
 * base and the steps that the run has now, whatever the run had when it began; a plateau goes by what was measured.
 *
 * warm-up: base t / n at step t of n; step: base factor^floor(t / every);
 * cosine: least + (base - least) (1 + cos(pi t / steps)) / 2, t = 0, 1, ... after the warm-up; plateau: see Plateau
 * @see Goyal et al. 2017; Loshchilov, Hutter 2017; torch.optim.lr_scheduler: LinearLR, StepLR, CosineAnnealingLR
 */
export class LearningRate {
  private now: number;
  private readonly schedule: TrainingOptions['schedule'];
  private readonly plateau: Plateau | undefined;

  /** @param totalSteps that the run has now, for a schedule as long as that */
  constructor(
    { optimiser, schedule }: Pick<TrainingOptions, 'optimiser' | 'schedule'>,
    private readonly totalSteps: number,
  ) {
    this.now = optimiser.learningRate;
    this.schedule = schedule;
    if (schedule.name === 'plateau') this.plateau = new Plateau(schedule);
  }

  /** What the schedule starts from. */
  get base(): number {
    return this.now;
  }

  /** By hand: the schedule goes on from this one, and a plateau begins anew. */
  set base(value: number) {
    this.now = value;
    this.plateau?.restart();
  }

  /** What there is to remember beside the base; undefined where the step says all. */
  get state(): PlateauState | undefined {
    return this.plateau?.state;
  }

  set state(state: PlateauState | undefined) {
    if (this.plateau && state) this.plateau.state = state;
  }

  /** @param step from 1 */
  at(step: number): number {
    const { schedule, base } = this;
    if (step <= schedule.warmUp) return (base * step) / schedule.warmUp;
    const t = step - 1 - schedule.warmUp;
    if (schedule.name === 'step') return base * schedule.factor ** Math.floor(t / schedule.every);
    if (schedule.name === 'cosine') return this.onCosine(t, schedule);
    return this.plateau?.rate(base) ?? base;
  }

  /** Takes a validation loss, measured after a step. What is measured during the warm-up does not count. */
  measured(loss: number, step: number): void {
    if (step > this.schedule.warmUp) this.plateau?.measured(loss, this.base);
  }

  /** A length that is written is a wave that goes on, up again, as in PyTorch; the run's own ends with the run. */
  private onCosine(t: number, { steps, least, warmUp }: { steps?: number; least: number; warmUp: number }): number {
    const length = steps ?? Math.max(1, this.totalSteps - warmUp);
    const at = steps === undefined ? Math.min(t, length) : t;
    const lowest = Math.min(least, this.base); // set by hand below the least rate, it stays there
    return lowest + ((this.base - lowest) * (1 + Math.cos((Math.PI * at) / length))) / 2;
  }
}
