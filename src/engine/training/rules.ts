import type { TrainingOptions } from '../../protocol/experiment';
import { mostNonFiniteInRow } from '../../protocol/stepRuleSchema';
import { EarlyStopping, type EarlyStoppingState } from './earlyStopping';
import { LearningRate } from './learningRate';
import type { PlateauState } from './plateau';

/** What the rules of a training remember; as it stands in a checkpoint. */
export interface RulesState {
  plateau?: PlateauState;
  earlyStopping: EarlyStoppingState;
  /** Steps so far whose loss or gradient was not finite. */
  nonFinite: number;
  /** Those of them that were the last ones; checkpoints of before it was counted have none. */
  nonFiniteInRow?: number;
}

/** The rules of a training that depend on what was before: learning rate, early end, steps that were not finite. */
export class Rules {
  readonly learningRate: LearningRate;
  readonly earlyStopping: EarlyStopping;
  nonFinite = 0;
  /** The last steps, as far as none was finite. */
  nonFiniteInRow = 0;

  constructor(
    private readonly options: TrainingOptions,
    totalSteps: number,
  ) {
    this.learningRate = new LearningRate(options, totalSteps);
    this.earlyStopping = new EarlyStopping(options.earlyStopping);
  }

  /** What to do where the next gradient is not finite: whatever was chosen comes to an end. */
  get onNonFinite(): TrainingOptions['onNonFinite'] {
    return this.nonFiniteInRow < mostNonFiniteInRow ? this.options.onNonFinite : 'stop';
  }

  /** Takes whether a step was finite. */
  stepped(isFinite: boolean): void {
    this.nonFiniteInRow = isFinite ? 0 : this.nonFiniteInRow + 1;
    if (!isFinite) this.nonFinite++;
  }

  /** Takes a validation loss, measured after a step. */
  measured(loss: number, step: number): void {
    this.learningRate.measured(loss, step);
    this.earlyStopping.measured(loss, step);
  }

  get state(): RulesState {
    const { learningRate, earlyStopping, nonFinite, nonFiniteInRow } = this;
    return { plateau: learningRate.state, earlyStopping: earlyStopping.state, nonFinite, nonFiniteInRow };
  }

  set state({ plateau, earlyStopping, nonFinite, nonFiniteInRow = 0 }: RulesState) {
    this.learningRate.state = plateau;
    this.earlyStopping.state = earlyStopping;
    this.nonFinite = nonFinite;
    this.nonFiniteInRow = nonFiniteInRow;
  }
}
