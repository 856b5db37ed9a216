import type { TrainingOptions } from '../../protocol/experiment';
import type { LayerState } from '../cells/cell';
import { crossEntropy } from '../model/crossEntropy';
import { disposeModelPass, type LanguageModel } from '../model/languageModel';
import type { LayerNorms } from '../model/window';
import type { WindowOfText } from '../data/windowCursor';
import { scale } from './clip';
import { timeMajor } from '../model/timeMajor';

/** What one window gives. */
export interface Backpropagated {
  /** Mean over batch and counted time steps, nats a symbol. */
  loss: number;
  /** The state after `stride` time steps, cut off from what came before. The caller disposes. */
  state: LayerState[];
  /** Of the summed loss of one sequence, by layer; where wanted. */
  profile?: LayerNorms[];
  /** Of the last time step's loss alone, by layer; where wanted. */
  ofLast?: LayerNorms[];
}

/**
 * Truncated backpropagation through time over one window, exact within it.
 * @param state that the window begins with
 * @param gradient receives the gradient of the training loss by all weights
 */
export function backpropagate(
  model: LanguageModel,
  window: WindowOfText,
  state: LayerState[],
  options: Pick<TrainingOptions, 'batch' | 'window' | 'stride' | 'overTime'>,
  gradient: Float32Array,
  wanted: { profile: boolean; reach: boolean },
): Backpropagated {
  const { batch, window: time, stride, overTime } = options;
  const from = window.countedFrom * batch;
  const pass = model.forward(timeMajor(window.input, batch), state, true);
  const entropy = crossEntropy(pass.logits, timeMajor(window.target, batch), from);
  const profile = model.backward(pass, entropy.gradient, gradient, wanted.profile);
  scale(gradient, overTime === 'mean' ? 1 / (batch * (time - window.countedFrom)) : 1 / batch);
  const ofLast = wanted.reach ? model.backwardFromLast(pass, entropy.gradient) : undefined;
  const result = { loss: mean(entropy.losses.subarray(from)), state: model.stateAfter(pass, stride), profile, ofLast };
  entropy.gradient.dispose();
  disposeModelPass(pass);
  return result;
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
