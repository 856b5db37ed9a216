import type { TrainingOptions } from '../../protocol/experiment';
import type { NonFiniteStep } from '../../protocol/run';
import type { Random } from '../weights/random';
import type { SavedState } from '../weights/savedState';
import { clippingOf } from './clip';
import type { Learned, Learner } from './learner';
import { randomGradient } from './randomGradient';

/** What acted on the weights. */
export interface Taken {
  /** Norm of the gradient that the optimiser saw; 0 where it saw none. */
  clippedNorm: number;
  /** What was done about a loss or gradient that is not finite. */
  nonFinite?: NonFiniteStep;
}

type Options = Pick<TrainingOptions, 'clip' | 'onNonFinite'>;

/**
 * Does with the window learned last what the rules say: takes its gradient, clipped; where it is not finite, skips it
 * or takes a random one. It is decided before weights change.
 * @param random draws the direction of a random step
 * @returns undefined where the run has to stop; then nothing has changed
 */
export function takeGradient(
  learner: Learner,
  { loss, gradientNorm }: Learned,
  learningRate: number,
  options: Options,
  random: Random,
): Taken | undefined {
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return getAway(learner, learningRate, options, random);
  const clipping = clippingOf(options.clip, gradientNorm);
  const { factor, limit } = clipping;
  const clippedNorm = limit === Infinity ? gradientNorm * factor : learner.limitedNorm(limit);
  learner.update(learningRate, clipping);
  return { clippedNorm };
}

function getAway(
  learner: Learner,
  learningRate: number,
  { clip, onNonFinite }: Options,
  random: Random,
): Taken | undefined {
  if (onNonFinite === 'stop') return undefined;
  const norm = onNonFinite === 'randomStep' && clip !== 'off' && 'norm' in clip ? clip.norm : 0;
  if (norm > 0) {
    learner.replaceGradient(randomGradient(learner.model.values.length, norm, random));
    learner.update(learningRate, { factor: 1, limit: Infinity });
  } else learner.skip();
  if (!learner.state.every(isNumeric)) learner.reset();
  return { clippedNorm: norm, nonFinite: norm > 0 ? 'randomStep' : 'skipped' };
}

const isNumeric = ({ h, c }: SavedState): boolean =>
  [h, c].every((part) => part === undefined || (part.data as Float32Array).every(Number.isFinite));
