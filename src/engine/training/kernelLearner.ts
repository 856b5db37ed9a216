import type { TrainingOptions } from '../../protocol/experiment';
import type { WindowOfText } from '../tasks/languageModel/windowCursor';
import type { KernelOptimiser } from '../kernels/network';
import type { KernelPass } from '../kernels/pass';
import { dropLayers, hasDropout } from '../layers/dropLayers';
import type { KernelModel } from '../model/kernelModel';
import { normsOf } from '../layers/kernelNorms';
import { loadState, saveState } from '../model/kernelState';
import { optimiserSlots } from '../weights/optimiserSlots';
import type { SavedState } from '../weights/savedState';
import type { Clipping } from './clip';
import type { Learned, Learner } from './learner';

/** Learns by the kernels. Weights, gradient and what the optimiser remembers lie in their memory. */
export class KernelLearner implements Learner {
  updates = 0;
  readonly slots: ReadonlyMap<string, Float32Array>;
  private readonly pass: KernelPass;
  private readonly hasDropout: boolean;
  /** What makes the gradient of the sum of all losses that of the training loss. */
  private scale = 1;

  /** @param model with as many slots as the optimiser needs; owned from now on */
  constructor(
    readonly model: KernelModel,
    private readonly options: TrainingOptions,
    private readonly optimiser: KernelOptimiser,
  ) {
    const { network } = model;
    this.hasDropout = hasDropout(model.model.layers);
    const keep = { gates: true, gradients: true, reach: true, dropout: this.hasDropout };
    this.pass = network.pass(options.batch, options.window, keep);
    const names = optimiserSlots(options.optimiser);
    this.slots = new Map(names.map((name, i) => [name, network.slots[i]!]));
  }

  get state(): SavedState[] {
    return saveState(this.pass, this.model.model.layers);
  }

  set state(state: SavedState[]) {
    loadState(this.pass, state);
  }

  reset(): void {
    this.pass.reset();
  }

  learn(
    { input, target, countedFrom }: WindowOfText,
    { profile, reach }: { profile: boolean; reach: boolean },
  ): Learned {
    const { pass, model } = this;
    const { batch, window, overTime, seed } = this.options;
    const counted = batch * (window - countedFrom);
    if (this.hasDropout) dropLayers(pass, model.model.layers, { seed, step: this.updates });
    pass.read(input);
    pass.aim(target);
    const sum = pass.learn(window, countedFrom, { norms: profile, reach });
    this.scale = overTime === 'mean' ? 1 / counted : 1 / batch;
    const { layers } = model.model;
    return {
      loss: sum / counted,
      gradientNorm: this.scale * Math.sqrt(model.network.squareNorm()),
      profile: profile ? layers.map((_, k) => normsOf(pass.norms(k, window))) : undefined,
      ofLast: reach ? layers.map((_, k) => normsOf(pass.reachNorms(k, window))) : undefined,
    };
  }

  learnAgain({ countedFrom }: WindowOfText): { first: Float32Array; again: Float32Array } {
    const first = this.model.network.gradient.slice();
    this.pass.learn(this.options.window, countedFrom, { alone: true });
    return { first, again: this.model.network.gradient };
  }

  firstNotFinite(): number {
    return this.model.network.gradient.findIndex((value) => !Number.isFinite(value));
  }

  limitedNorm(limit: number): number {
    return this.scale * Math.sqrt(this.model.network.squareNorm(limit / this.scale));
  }

  replaceGradient(gradient: Float32Array): void {
    this.model.network.gradient.set(gradient);
    this.scale = 1;
  }

  update(learningRate: number, { factor, limit }: Clipping): void {
    this.updates++;
    const step = { rate: learningRate, scale: this.scale * factor, limit, update: this.updates };
    this.model.network.update(this.optimiser, step);
    this.skip();
  }

  skip(): void {
    this.pass.carry(this.options.stride);
  }

  dispose(): void {
    this.pass.dispose();
    this.model.dispose();
  }
}
