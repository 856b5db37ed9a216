import { tensor2d } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../protocol/experiment';
import type { RecordField } from '../../protocol/run';
import type { SampleRequest } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import type { LayerState } from '../cells/cell';
import type { Dataset } from '../data/dataset';
import { WindowCursor, type WindowOfText } from '../data/windowCursor';
import type { NamedArray } from '../formats/safetensors';
import { continueText } from '../model/continueText';
import { initialise } from '../model/initialise';
import { LanguageModel } from '../model/languageModel';
import { parametersOf } from '../model/parameters';
import { Random } from '../model/random';
import { readWeights } from '../model/readWeights';
import { disposeStates } from '../model/window';
import { backpropagate } from './backpropagate';
import { decodeCheckpoint, encodeCheckpoint, readSlots, type SavedState } from './checkpoint';
import { clipByNorm, normOf } from './clip';
import { NotFiniteError } from './notFiniteError';
import { optimiserOf, type Optimiser } from './optimiser';
import { profileFields, profileRecord, reachFields, reachRecord } from './records';
import { measureLoss } from './validate';

/** What one step gives. */
export interface StepResult {
  step: number;
  epoch: number;
  /** Mean over batch and counted time steps, nats a symbol. */
  loss: number;
  /** Norm of the whole gradient before and after clipping. */
  gradientNorm: number;
  clippedNorm: number;
  /** The fields of the layout in order, without the leading step; where asked for. */
  profile?: Float32Array;
  reach?: Float32Array;
}

/** The training of one language model: truncated backpropagation through time, step by step. Needs a started engine. */
export class Training {
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly fields: { profile: RecordField[]; reach: RecordField[] };
  learningRate: number;
  private taken = 0;
  private epochNow = 1;
  private readonly gradient: Float32Array;
  private readonly optimiser: Optimiser;
  private readonly cursor: WindowCursor;
  private state: LayerState[];

  private constructor(
    private readonly experiment: Experiment,
    private readonly dataset: Dataset,
    private readonly model: LanguageModel,
    private random: Random,
  ) {
    const options = experiment.training;
    const size = model.values.length;
    this.parameters = size;
    this.gradient = new Float32Array(size);
    this.optimiser = optimiserOf(options.optimiser, size);
    this.learningRate = options.optimiser.learningRate;
    this.cursor = new WindowCursor(dataset.training, options);
    this.stepsPerEpoch = this.cursor.windowsPerEpoch;
    this.totalSteps = Math.min(options.steps ?? Infinity, options.epochs * this.stepsPerEpoch);
    this.fields = { profile: profileFields(experiment), reach: reachFields(experiment) };
    this.state = model.zeroState(options.batch);
  }

  /**
   * Training from the beginning.
   * @param weights to begin with, by PyTorch's names; without them, drawn by the experiment's seed
   * @throws UserError where the weights are not the model's
   */
  static create(o: { experiment: Experiment; dataset: Dataset; weights?: Map<string, NamedArray> }): Training {
    const { model, training } = o.experiment;
    const vocabulary = o.dataset.vocabulary.size;
    const parameters = parametersOf(model, vocabulary);
    const random = Random.fromSeed(training.seed);
    const values = o.weights ? readWeights(o.weights, parameters) : initialise(model, parameters, random);
    return new Training(o.experiment, o.dataset, new LanguageModel(model, vocabulary, values), random);
  }

  /**
   * Training that goes on from a checkpoint as if it had never stopped.
   * @param o.name of the checkpoint, for the errors
   * @throws UserError where it is torn, or was made with another text
   */
  static restore(o: { experiment: Experiment; dataset: Dataset; checkpoint: Uint8Array; name: string }): Training {
    const saved = decodeCheckpoint(o.checkpoint, o.name);
    checkSameText(saved.vocabulary.symbols, o.dataset, o.name);
    const values = readWeights(saved.tensors, parametersOf(o.experiment.model, o.dataset.vocabulary.size));
    const model = new LanguageModel(o.experiment.model, o.dataset.vocabulary.size, values);
    const { progress } = saved;
    const training = new Training(o.experiment, o.dataset, model, Random.fromState(progress.random));
    readSlots(saved, training.optimiser.slots, model.parameters, o.name);
    training.optimiser.updates = progress.updates;
    training.learningRate = progress.learningRate;
    training.cursor.position = progress.cursor;
    training.taken = progress.step;
    training.epochNow = progress.epoch;
    training.replaceState(saved.state.map(toTensors));
    return training;
  }

  /** Steps taken so far. */
  get step(): number {
    return this.taken;
  }

  /** The epoch of the last step, from 1. */
  get epoch(): number {
    return this.epochNow;
  }

  /**
   * Takes one step.
   * @param record what to measure beside it; the gradient profile costs little, the reach a second backward pass
   * @throws NotFiniteError before anything changes: another call would try the same step again
   */
  takeStep(record: { profile: boolean; reach: boolean }): StepResult {
    const position = this.cursor.position;
    const window = this.cursor.next();
    try {
      return this.learn(window, record);
    } catch (error) {
      this.cursor.position = position;
      throw error;
    }
  }

  /** The mean loss over the beginning of the validation part, nats a symbol; undefined where that is too short. */
  validate(): number | undefined {
    const { validationSymbols, window } = this.experiment.training;
    return measureLoss(this.model, this.dataset.validation.subarray(0, validationSymbols), window);
  }

  /** A text from the weights of this moment. @throws UserError where the request cannot be met */
  sample(request: SampleRequest): string {
    return continueText(this.model, this.dataset.vocabulary, request, this.random);
  }

  /** Everything, as the bytes of a safetensors file. */
  checkpoint(): Uint8Array {
    const { experiment, model, optimiser, cursor, random, learningRate } = this;
    const progress = { step: this.taken, epoch: this.epochNow, updates: optimiser.updates };
    return encodeCheckpoint(
      {
        experiment,
        vocabulary: this.dataset.vocabulary,
        values: model.values,
        slots: optimiser.slots,
        state: this.state.map(toArrays),
        progress: { ...progress, learningRate, cursor: cursor.position, random: random.state },
      },
      model.parameters,
    );
  }

  dispose(): void {
    disposeStates(this.state);
    this.state = [];
    this.model.dispose();
  }

  private learn(window: WindowOfText, record: { profile: boolean; reach: boolean }): StepResult {
    const { model, gradient, experiment } = this;
    if (window.isEpochStart || !experiment.training.carryState) this.replaceState(this.zeroState());
    const found = backpropagate(model, window, this.state, experiment.training, gradient, record);
    const gradientNorm = normOf(gradient);
    if (!Number.isFinite(found.loss) || !Number.isFinite(gradientNorm)) {
      disposeStates(found.state);
      throw this.notFinite();
    }
    const { clip } = experiment.training;
    const clippedNorm = clip === 'off' ? gradientNorm : clipByNorm(gradient, gradientNorm, clip.norm);
    this.optimiser.update(model.values, gradient, this.learningRate);
    model.changed();
    this.replaceState(found.state);
    this.taken++;
    this.epochNow = window.epoch;
    return {
      step: this.taken,
      epoch: this.epochNow,
      loss: found.loss,
      gradientNorm,
      clippedNorm,
      profile: found.profile && profileRecord(found.profile),
      reach: found.ofLast && reachRecord(found.ofLast),
    };
  }

  private notFinite(): NotFiniteError {
    const { parameters } = this.model;
    const at = this.gradient.findIndex((value) => !Number.isFinite(value));
    const first = parameters.findLast(({ offset }) => offset <= at);
    return new NotFiniteError(this.taken + 1, at < 0 ? undefined : first?.name, this.learningRate);
  }

  private zeroState(): LayerState[] {
    return this.model.zeroState(this.experiment.training.batch);
  }

  private replaceState(state: LayerState[]): void {
    disposeStates(this.state);
    this.state = state;
  }
}

/** @throws UserError where the text of a run has changed since the checkpoint */
function checkSameText(symbols: string[], { vocabulary, path }: Dataset, name: string): void {
  const isSame = symbols.length === vocabulary.size && symbols.every((symbol, i) => symbol === vocabulary.symbols[i]);
  if (isSame) return;
  throw new UserError(
    l10n.t('The symbols of {0} are not those of the checkpoint {1}: the text has changed.', path, name),
    l10n.t('Put the text back as it was, or train a new run.'),
  );
}

const toTensors = ({ h, c }: SavedState): LayerState => ({ h: matrixOf(h), c: c && matrixOf(c) });

const matrixOf = ({ shape, data }: NamedArray) => tensor2d(data as Float32Array, shape as [number, number]);

const toArrays = ({ h, c }: LayerState): SavedState => ({
  h: { shape: h.shape, data: h.dataSync().slice() as Float32Array },
  c: c && { shape: c.shape, data: c.dataSync().slice() as Float32Array },
});
