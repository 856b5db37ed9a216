import { formatLearningRate } from '../../words';
import type { Notation } from '../../notation';
import { math, type Formula, type Letter } from '../formula';

/** A letter of learning, of which all are one number or one for each parameter. */
const letter = (name: string, below?: string): Letter => ({
  letter: name,
  ...(below === undefined ? {} : { below }),
  kind: 'parameter',
});

/*
 * What is learned, its gradient, the learning rate, weight decay; momentum and what it carries; decay and mean of the
 * first and the second moment; the sum of squares; and what is added to a root.
 */
const common = { g: letter('g'), decay: letter('λ'), loss: letter('L') };
const moments = { beta1: letter('β', '1'), beta2: letter('β', '2'), m: letter('m'), v: letter('v') };
const project = { w: letter('w'), rate: letter('η'), momentum: letter('μ'), carried: letter('v') };

/** Letters by source; Olah has none for learning, so that they are this lab's. @see torch.optim; Goodfellow et al. 2016, chapter 8 */
export const trainingLetters = {
  pytorch: {
    ...{ ...common, ...moments, w: letter('θ'), rate: letter('γ'), momentum: letter('μ'), carried: letter('b') },
    ...{ alpha: letter('α'), square: letter('v'), squares: letter('s'), epsilon: letter('ε') },
  },
  goodfellow: {
    ...{ ...common, beta1: letter('ρ', '1'), beta2: letter('ρ', '2'), m: letter('s'), v: letter('r') },
    ...{ w: letter('θ'), rate: letter('ϵ'), momentum: letter('α'), carried: letter('v') },
    ...{ alpha: letter('ρ'), square: letter('r'), squares: letter('r'), epsilon: letter('δ') },
  },
  colah: {
    ...{ ...common, ...moments, ...project },
    ...{ alpha: letter('α'), square: letter('v'), squares: letter('s'), epsilon: letter('ε') },
  },
} satisfies Record<Notation, Record<string, Letter>>;

/** What the letters stand for as the options stand: γ = 0.002, μ = 0.9. */
export const valuesOf = (values: [Letter, number][]): Formula =>
  values.flatMap(([name, value], at): Formula => math`${at > 0 ? ', ' : ''}${name} = ${formatLearningRate(value)}`);
