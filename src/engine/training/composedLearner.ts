import type { TrainingOptions } from '../../protocol/experiment';
import type { LayerState } from '../cells/layerState';
import type { WindowOfText } from '../tasks/languageModel/windowCursor';
import { disposeModelPass, type ModelPass } from '../model/modelPass';
import type { ComposedModel } from '../model/composedModel';
import { toArrays, toTensors } from '../model/stateArrays';
import { crossEntropy } from '../model/crossEntropy';
import type { SavedState } from '../weights/savedState';
import { disposeStates } from '../layers/window';
import { limitTo, normOf, scale, type Clipping } from './clip';
import type { Learned, Learner } from './learner';
import { optimiserOf } from './optimiserOf';
import type { Optimiser } from './optimiser';

/** Learns by tensor operations and by plain loops over the weights: the reference. */
export class ComposedLearner implements Learner {
  private readonly gradient: Float32Array;
  private readonly optimiser: Optimiser;
  private carried: LayerState[];
  private next: LayerState[] = [];

  /** @param model owned from now on */
  constructor(
    readonly model: ComposedModel,
    private readonly options: TrainingOptions,
  ) {
    this.gradient = new Float32Array(model.values.length);
    this.optimiser = optimiserOf(options.optimiser, model.values.length);
    this.carried = model.zeroState(options.batch);
  }

  get slots(): ReadonlyMap<string, Float32Array> {
    return this.optimiser.slots;
  }

  get updates(): number {
    return this.optimiser.updates;
  }

  set updates(count: number) {
    this.optimiser.updates = count;
  }

  get state(): SavedState[] {
    return this.carried.map(toArrays);
  }

  set state(state: SavedState[]) {
    this.carry(state.map(toTensors));
  }

  reset(): void {
    this.carry(this.model.zeroState(this.options.batch));
  }

  learn(window: WindowOfText, wanted: { profile: boolean; reach: boolean }): Learned {
    const { model, gradient } = this;
    const { batch, window: time, stride, overTime } = this.options;
    const from = window.countedFrom * batch;
    const masks = { seed: this.options.seed, step: this.updates };
    const pass = model.forward(window.input, this.carried, 'gradients', masks);
    const entropy = crossEntropy(pass.head.logits, window.target, from);
    const { regulariser } = this.options;
    const wants = { norms: wanted.profile, states: regulariser !== undefined };
    const { norms: profile, states } = model.backward(pass, entropy.gradient, gradient, wants);
    scale(gradient, overTime === 'mean' ? 1 / (batch * (time - window.countedFrom)) : 1 / batch);
    const regularised = states && this.regularise(pass, states);
    const ofLast = wanted.reach ? model.backwardFromLast(pass, entropy.gradient) : undefined;
    disposeStates(this.next);
    this.next = model.stateAfter(pass, stride);
    entropy.gradient.dispose();
    disposeModelPass(pass);
    const loss = mean(entropy.losses.subarray(from));
    return { loss, gradientNorm: normOf(gradient), profile, ofLast, regulariser: regularised };
  }

  /** Adds the regulariser's gradient. @returns its value, the mean over lanes */
  private regularise(pass: ModelPass, states: LayerState[]): number {
    const { batch, regulariser } = this.options;
    const sum = this.model.regularise(pass, states, this.gradient, regulariser!.coefficient / batch);
    disposeStates(states);
    return sum / batch;
  }

  firstNotFinite(): number {
    return this.gradient.findIndex((value) => !Number.isFinite(value));
  }

  limitedNorm(limit: number): number {
    const limited = this.gradient.slice();
    limitTo(limited, limit);
    return normOf(limited);
  }

  replaceGradient(gradient: Float32Array): void {
    this.gradient.set(gradient);
  }

  update(learningRate: number, { factor, limit }: Clipping): void {
    if (factor !== 1) scale(this.gradient, factor);
    if (limit !== Infinity) limitTo(this.gradient, limit);
    this.optimiser.update(this.model.values, this.gradient, learningRate);
    this.model.changed();
    this.skip();
  }

  skip(): void {
    this.carry(this.next);
    this.next = [];
  }

  dispose(): void {
    disposeStates(this.next);
    this.next = [];
    this.carry([]);
    this.model.dispose();
  }

  private carry(state: LayerState[]): void {
    disposeStates(this.carried);
    this.carried = state;
  }
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
