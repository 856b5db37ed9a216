import { formatLearningRate } from '../../words';
import type { Notation } from '../../notation';
import { math, type Formula, type Letter } from '../formula';

const letter = (name: string, below?: string): Letter => ({
  letter: name,
  ...(below === undefined ? {} : { below }),
  kind: 'parameter',
});

/** The letters of learning. */
export interface TrainingLetters {
  /** What is learned, and its gradient. */
  w: Letter;
  g: Letter;
  /** The learning rate, and weight decay. */
  rate: Letter;
  decay: Letter;
  /** Momentum, and what it carries on. */
  momentum: Letter;
  carried: Letter;
  /** Adam's decays and running means. */
  beta1: Letter;
  beta2: Letter;
  m: Letter;
  v: Letter;
  /** RMSProp's decay and mean of squares, and Adagrad's sum of squares. */
  alpha: Letter;
  square: Letter;
  squares: Letter;
  /** What is added to a root. */
  epsilon: Letter;
}

const pytorch: TrainingLetters = {
  w: letter('θ'),
  g: letter('g'),
  rate: letter('γ'),
  decay: letter('λ'),
  momentum: letter('μ'),
  carried: letter('b'),
  beta1: letter('β', '1'),
  beta2: letter('β', '2'),
  m: letter('m'),
  v: letter('v'),
  alpha: letter('α'),
  square: letter('v'),
  squares: letter('s'),
  epsilon: letter('ε'),
};

const goodfellow: TrainingLetters = {
  w: letter('θ'),
  g: letter('g'),
  rate: letter('ϵ'),
  decay: letter('λ'),
  momentum: letter('α'),
  carried: letter('v'),
  beta1: letter('ρ', '1'),
  beta2: letter('ρ', '2'),
  m: letter('s'),
  v: letter('r'),
  alpha: letter('ρ'),
  square: letter('r'),
  squares: letter('r'),
  epsilon: letter('δ'),
};

/** Letters by source; Olah has none for learning. @see torch.optim; Goodfellow, Bengio, Courville 2016, chapter 8 */
export const trainingLetters: Record<Notation, TrainingLetters> = {
  pytorch,
  goodfellow,
  colah: { ...pytorch, w: letter('w'), rate: letter('η'), carried: letter('v') },
};

/** What the letters stand for as the options stand: γ = 0.002, μ = 0.9. */
export const valuesOf = (values: [Letter, number][]): Formula =>
  values.flatMap(([name, value], at): Formula => math`${at > 0 ? ', ' : ''}${name} = ${formatLearningRate(value)}`);
