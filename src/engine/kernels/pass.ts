import { copyChecked } from './copyChecked';
import { flagsOf, keeps, wants, type PassArray } from './codes';
import { PassMemory } from './passMemory';
import {
  withNeeds,
  type Keep,
  type KernelNorms,
  type LayerStates,
  type LearnWant,
  type PassNetwork,
  type Want,
} from './passTypes';
import { readRows, writeRows, type Rows } from './rows';
import { checkRows, gateNames, hasCellState, type KernelLayer } from './shape';

/**
 * A window of a network for a batch of lanes, in the memory of kernels; it may be used again for any number of windows.
 * Rows are time-major: row t * batch + lane is time step t of a lane. Rows of states count from the initial state.
 */
export class KernelPass {
  private readonly memory: PassMemory;
  private readonly symbols: Int32Array;
  private readonly targets: Int32Array;
  private readonly keep: Keep;
  /** Time steps of the newest forward pass. */
  private time = 0;

  constructor(
    private readonly network: PassNetwork,
    readonly batch: number,
    readonly window: number,
    keep: Keep,
    private readonly forget: () => void,
  ) {
    checkRows(batch, window);
    this.keep = withNeeds(keep);
    this.memory = new PassMemory(network, batch, window, flagsOf(keeps, this.keep));
    const [none, rows] = [new Int32Array(0), window * batch];
    this.symbols = this.vocabulary > 0 ? this.memory.integers('symbols', rows) : none;
    this.targets = this.outputs > 0 ? this.memory.integers('targets', rows) : none;
  }

  /**
   * Copies the symbols of a window in, [time * batch].
   * @throws RangeError where one is not in the vocabulary
   */
  read(symbols: Int32Array): void {
    copyChecked(symbols, this.symbols, this.vocabulary, 'symbol');
  }

  /** Likewise the targets; -1 where there is no loss. */
  aim(targets: Int32Array): void {
    copyChecked(targets, this.targets, this.outputs, 'target', -1);
  }

  /** @param numbers dense input, [time * batch, features] */
  readFeatures(numbers: Float32Array): void {
    this.write(this.features('features'), numbers, this.window * this.batch);
  }

  /** Sets what a layer begins with. @param c missing: zero */
  setState(layer: number, h: Float32Array, c?: Float32Array): void {
    const cell = this.cell(layer);
    if (c && !cell) throw new RangeError(`layer ${layer} has no cell state`);
    this.checkStates(layer, h);
    if (cell) this.checkStates(layer, c ?? h);
    writeRows(this.hidden(layer), 0, h);
    if (cell) writeRows(cell, 0, c ?? new Float32Array(h.length));
  }

  /** The state of a layer after `time` time steps; without gates kept the cell state only of 0 and the newest. */
  stateAfter(layer: number, time: number): LayerStates {
    this.checkTime(time, 0, this.time);
    const cell = this.cell(layer);
    const h = this.statesAt(this.hidden(layer), time);
    if (!cell) return { h };
    const isAll = this.keep.gates === true;
    if (!isAll && time > 0 && time < this.time) throw new RangeError(`the cell state after ${time} was not kept`);
    return { h, c: this.statesAt(cell, isAll ? time : Math.min(time, 1)) };
  }

  /** Makes the initial states zero. */
  reset(): void {
    this.memory.call('pass_reset');
  }

  /** Makes the states after `time` time steps the initial ones; without gates kept only the newest. */
  carry(time: number): void {
    this.checkTime(time, this.keep.gates ? 0 : this.time, this.time);
    this.memory.call('pass_carry', time);
  }

  /**
   * From now on drops numbers of what the layer above a layer reads; off with a rate of 0.
   * @param layer not the last
   * @param rate the share of numbers, below 1
   * @param key of the masks: maskKey of dropout.ts
   */
  drop(layer: number, rate: number, key: number): void {
    if (!this.keep.dropout || !this.network.shape.layers[layer + 1] || !(rate >= 0 && rate < 1))
      throw new RangeError(`layer ${layer} cannot be dropped at ${rate}`);
    this.memory.call('pass_drop', layer, rate, key);
  }

  /** Symbols or features to hidden states and the logits of the last time steps. */
  forward(time: number, timesOfLogits = time): void {
    this.checkTime(time, 1, this.window);
    this.checkTime(timesOfLogits, 0, time);
    this.time = time;
    this.memory.call('pass_forward', time, this.outputs > 0 ? timesOfLogits : 0);
  }

  /**
   * The sum of the losses from time step `from` on, in nats, by the logits of a forward pass with all of them.
   * @param learns whether the logits become their gradients, for a backward pass
   */
  loss(time: number, from = 0, learns = false): number {
    this.checkLoss(time, from);
    return this.memory.call('pass_loss', time, from, learns ? 1 : 0);
  }

  /**
   * Forward, loss, backward: the whole of a learning step, up to the network's gradient by the sum of the losses.
   * @returns that sum, in nats
   */
  learn(time: number, from: number, want: LearnWant): number {
    const { norms, reach, stateGradients, chained, alone, weights = true } = want;
    this.checkLoss(time, from);
    this.checkBackward(want, reach === true, weights);
    if (reach && chained) throw new RangeError('the last loss alone is not carried on from another window');
    this.time = time;
    const flags = flagsOf(wants, { norms, stateGradients, chained, alone, noWeights: !weights });
    return this.memory.call('pass_learn', time, from, flags, reach ? 1 : 0);
  }

  /** Backward through the newest forward pass, from the output gradient (set before each), or from dL/dlogits. */
  backward(time: number, want: Want): void {
    this.checkTime(time, 1, this.time);
    this.checkBackward(want, want.lastOnly === true, want.weights === true);
    if (want.weights && want.lastOnly) throw new RangeError('no weights are learned from the last loss alone');
    const { norms, lastOnly, stateGradients, chained, nextLane } = want;
    if (nextLane && !(this.keep.stateGradients && !want.weights && !lastOnly && !chained))
      throw new RangeError('gradients of two lanes at once are of all losses and by states alone');
    const flags = flagsOf(wants, { norms, lastOnly, stateGradients, chained, nextLane });
    this.memory.call('pass_backward', time, flags, want.weights ? 1 : 0);
  }

  /** A copy of the logits of time steps time0..time1, [rows, outputs]. @param into where to put it */
  logits(time0: number, time1: number, into?: Float32Array): Float32Array {
    this.checkTime(time1, 1, this.window);
    this.checkTime(time0, 0, time1);
    const length = (time1 - time0) * this.batch * this.outputs;
    if (into && into.length !== length) throw new RangeError(`${into.length} numbers for ${length} logits`);
    return readRows(this.rows('logits', 0, this.window, this.outputs), time0 * this.batch, time1 * this.batch, into);
  }

  /** The losses of each time step and lane, [time * batch], in nats: a view. */
  losses(time: number): Float64Array {
    this.checkLoss(time, 0);
    return this.memory.doubles('losses', 0, time * this.batch);
  }

  /** Hidden states after 0..window time steps. */
  hidden(layer: number): Rows {
    return this.rows('hidden', layer, this.window + 1);
  }

  /** Cell states likewise, or where gates are not kept those of 0 and the newest. */
  cell(layer: number): Rows | undefined {
    if (!hasCellState(this.layer(layer).cell)) return undefined;
    return this.rows('cell', layer, this.keep.gates ? this.window + 1 : 2);
  }

  /** What the gates of a layer let through at each time step, by the gate's name. */
  gates(layer: number): Map<string, Rows> {
    if (!this.keep.gates) throw new RangeError('this pass keeps no gates');
    const all = this.rows('gates', layer, this.window);
    const block = this.memory.call('pass_block', layer);
    const { cell } = this.layer(layer);
    return new Map(gateNames(cell).map((name, i) => [name, { ...all, offset: all.offset + i * block }]));
  }

  /** Norms of the newest backward pass of all losses that was asked for them: views. */
  norms(layer: number, time: number): KernelNorms {
    return this.normsAt(layer, layer, time);
  }

  /** Norms of the newest backward pass of the last loss alone. */
  reachNorms(layer: number, time: number): KernelNorms {
    return this.normsAt(layer, layer + this.network.shape.layers.length, time);
  }

  /**
   * Squared norms of dL/dh and dL/dc after 1..time time steps of each lane, [time * batch]; of the newest backward pass of
   * all losses that was asked for norms: views.
   */
  squaredNorms(layer: number, time: number): { h: Float64Array; c?: Float64Array } {
    this.checkTime(time, 1, this.window);
    const length = (this.window + 1) * this.batch;
    const all = this.memory.doubles('squaredNorms', layer, 4 * length);
    const curve = (i: number) => all.subarray(i * length + this.batch, i * length + (time + 1) * this.batch);
    return hasCellState(this.layer(layer).cell) ? { h: curve(0), c: curve(3) } : { h: curve(0) };
  }

  /** dL/dh after 0..window time steps. */
  hiddenGradients(layer: number): Rows {
    return this.rows('hiddenGradient', layer, this.window + 1);
  }

  /** dL/dc likewise. */
  cellGradients(layer: number): Rows {
    return this.rows('cellGradient', layer, this.window + 1);
  }

  /** Gradients by what a layer began with. */
  initialGradient(layer: number): LayerStates {
    const h = this.statesAt(this.rows('initialHiddenGradient', layer, 1), 0);
    if (!hasCellState(this.layer(layer).cell)) return { h };
    return { h, c: this.statesAt(this.rows('initialCellGradient', layer, 1), 0) };
  }

  /** Gradient by dense input, [time * batch, features]. */
  featureGradient(time: number): Float32Array {
    this.checkTime(time, 1, this.window);
    return readRows(this.features('featureGradient'), 0, time * this.batch);
  }

  /** @param numbers gradient by the hidden states of the last layer, [time * batch, units] */
  setOutputGradient(numbers: Float32Array): void {
    const last = this.network.shape.layers.length - 1;
    this.write(this.rows('outputGradient', last, this.window), numbers, this.window * this.batch);
  }

  /** Releases the pass. */
  dispose(): void {
    this.forget();
    this.memory.dispose();
  }

  private get vocabulary(): number {
    const { input } = this.network.shape;
    return 'vocabulary' in input ? input.vocabulary : 0;
  }

  private get outputs(): number {
    return this.network.shape.outputs ?? 0;
  }

  private layer(layer: number): KernelLayer {
    const found = this.network.shape.layers[layer];
    if (!found) throw new RangeError(`there is no layer ${layer}`);
    return found;
  }

  private features(which: 'features' | 'featureGradient'): Rows {
    const { input } = this.network.shape;
    if (!('features' in input)) throw new RangeError('this network reads symbols');
    return this.rows(which, 0, this.window, input.features);
  }

  /** `times` * batch rows of an array. */
  private rows(which: PassArray, layer: number, times: number, columns = this.layer(layer).units): Rows {
    return this.memory.rows(which, layer, times, columns);
  }

  private statesAt(rows: Rows, time: number): Float32Array {
    return readRows(rows, time * this.batch, (time + 1) * this.batch);
  }

  private write(rows: Rows, numbers: Float32Array, most: number): void {
    const count = numbers.length / rows.columns;
    if (!Number.isInteger(count) || count > most) throw new RangeError(`${count} rows where ${most} fit`);
    writeRows(rows, 0, numbers);
  }

  private normsAt(layer: number, at: number, time: number): KernelNorms {
    this.checkTime(time, 1, this.window);
    const length = this.window + 1;
    const { cell } = this.layer(layer);
    const all = this.memory.doubles('norms', at, 4 * length);
    const curve = (i: number) => all.subarray(i * length, i * length + time + 1);
    const norms = { total: curve(0), carried: curve(1), local: curve(2) };
    return hasCellState(cell) ? { ...norms, cell: curve(3) } : norms;
  }

  private checkStates(layer: number, numbers: Float32Array): void {
    const length = this.batch * this.layer(layer).units;
    if (numbers.length !== length) throw new RangeError(`a state of ${numbers.length} numbers where ${length} fit`);
  }

  private checkTime(time: number, least: number, most: number): void {
    if (!Number.isInteger(time) || time < least || time > most) {
      throw new RangeError(`${time} time steps where ${least} to ${most} are possible`);
    }
  }

  private checkLoss(time: number, from: number): void {
    if (this.outputs === 0) throw new RangeError('a network without head has no losses');
    this.checkTime(time, 1, this.window);
    this.checkTime(from, 0, time);
  }

  private checkBackward({ stateGradients }: Want, isReach: boolean, isForWeights: boolean): void {
    const { keep, network } = this;
    if (isForWeights && network.isReadOnly) throw new RangeError('a network that is read only learns nothing');
    const isKept = keep.gradients && (keep.reach || !isReach) && (keep.stateGradients || !stateGradients);
    if (!isKept) throw new RangeError('this pass does not keep what such a backward pass needs');
  }
}
