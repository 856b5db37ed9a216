import type { TrainingOptions } from '../../protocol/experiment';
import { EarlyStopping, type EarlyStoppingState } from './earlyStopping';
import { LearningRate } from './learningRate';
import type { PlateauState } from './plateau';

/** What the rules of a training remember; as it stands in a checkpoint. */
export interface RulesState {
  plateau?: PlateauState;
  earlyStopping: EarlyStoppingState;
  /** Steps so far whose loss or gradient was not finite. */
  nonFinite: number;
}

/** The rules of a training that depend on what was before: learning rate, early end, steps that were not finite. */
export class Rules {
  readonly learningRate: LearningRate;
  readonly earlyStopping: EarlyStopping;
  nonFinite = 0;

  constructor(options: TrainingOptions, totalSteps: number) {
    this.learningRate = new LearningRate(options, totalSteps);
    this.earlyStopping = new EarlyStopping(options.earlyStopping);
  }

  /** Takes a validation loss, measured after a step. */
  measured(loss: number, step: number): void {
    this.learningRate.measured(loss, step);
    this.earlyStopping.measured(loss, step);
  }

  get state(): RulesState {
    const { learningRate, earlyStopping, nonFinite } = this;
    return { plateau: learningRate.state, earlyStopping: earlyStopping.state, nonFinite };
  }

  set state({ plateau, earlyStopping, nonFinite }: RulesState) {
    this.learningRate.state = plateau;
    this.earlyStopping.state = earlyStopping;
    this.nonFinite = nonFinite;
  }
}
