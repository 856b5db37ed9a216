import * as l10n from '@vscode/l10n';
import type { Experiment } from '../../protocol/experiment';
import type { RecordField } from '../../protocol/run';
import type { SampleRequest } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import type { Dataset } from '../data/dataset';
import { WindowCursor, type WindowOfText } from '../data/windowCursor';
import type { NamedArray } from '../formats/safetensors';
import { continueText, sampleReader } from '../model/continueText';
import { initialise } from '../model/initialise';
import type { TextReader } from '../model/languageModel';
import { parametersOf } from '../model/parameters';
import { Random } from '../model/random';
import { readWeights } from '../model/readWeights';
import { decodeCheckpoint, encodeCheckpoint, readSlots, type ReadCheckpoint } from './checkpoint';
import { clipFactor } from './clip';
import type { Learner } from './learner';
import { learnerOf } from './learnerOf';
import { NotFiniteError } from './notFiniteError';
import { profileFields, profileRecord, reachFields, reachRecord } from './records';
import { Validation } from './validation';

/** What one step gives. */
export interface StepResult {
  step: number;
  epoch: number;
  /** Mean over batch and counted time steps, nats a symbol. */
  loss: number;
  /** Norm of the whole gradient before and after clipping. */
  gradientNorm: number;
  clippedNorm: number;
  /** The regulariser, without its coefficient; where there is one. */
  regulariser?: number;
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
  private readonly cursor: WindowCursor;
  private readonly validation: Validation;
  private readonly samples: TextReader;

  private constructor(
    private readonly experiment: Experiment,
    private readonly dataset: Dataset,
    private readonly learner: Learner,
    private readonly random: Random,
  ) {
    const options = experiment.training;
    const { model } = learner;
    this.parameters = model.values.length;
    this.learningRate = options.optimiser.learningRate;
    this.cursor = new WindowCursor(dataset.training, options);
    this.stepsPerEpoch = this.cursor.windowsPerEpoch;
    this.totalSteps = Math.min(options.steps ?? Infinity, options.epochs * this.stepsPerEpoch);
    this.fields = { profile: profileFields(experiment), reach: reachFields(experiment) };
    this.validation = new Validation(model, dataset.validation.subarray(0, options.validationSymbols));
    this.samples = sampleReader(model);
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
    return new Training(o.experiment, o.dataset, learnerOf(o.experiment, vocabulary, values), random);
  }

  /**
   * Training that goes on from a checkpoint as if it had never stopped.
   * @param o.name of the checkpoint, for the errors
   * @throws UserError where it is torn, or was made with another text
   */
  static restore(o: { experiment: Experiment; dataset: Dataset; checkpoint: Uint8Array; name: string }): Training {
    const { experiment, dataset } = o;
    const saved = decodeCheckpoint(o.checkpoint, o.name);
    checkSameText(saved.vocabulary.symbols, dataset, o.name);
    const vocabulary = dataset.vocabulary.size;
    const values = readWeights(saved.tensors, parametersOf(experiment.model, vocabulary));
    const learner = learnerOf(experiment, vocabulary, values);
    const training = new Training(experiment, dataset, learner, Random.fromState(saved.progress.random));
    try {
      training.continueFrom(saved, o.name);
      return training;
    } catch (error) {
      training.dispose();
      throw error;
    }
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
    return this.validation.measure();
  }

  /** A text from the weights of this moment. @throws UserError where the request cannot be met */
  sample(request: SampleRequest): string {
    return continueText(this.samples, this.dataset.vocabulary, request, this.random);
  }

  /** Everything, as the bytes of a safetensors file. */
  checkpoint(): Uint8Array {
    const { experiment, learner, cursor, random, learningRate } = this;
    const progress = { step: this.taken, epoch: this.epochNow, updates: learner.updates };
    return encodeCheckpoint(
      {
        experiment,
        vocabulary: this.dataset.vocabulary,
        values: learner.model.values,
        slots: learner.slots,
        state: learner.state,
        progress: { ...progress, learningRate, cursor: cursor.position, random: random.state },
      },
      learner.model.parameters,
    );
  }

  dispose(): void {
    this.samples.dispose();
    this.validation.dispose();
    this.learner.dispose();
  }

  private continueFrom(saved: ReadCheckpoint, name: string): void {
    const { learner } = this;
    const { updates, learningRate, cursor, step, epoch } = saved.progress;
    readSlots(saved, learner.slots, learner.model.parameters, name);
    learner.updates = updates;
    learner.state = saved.state;
    this.learningRate = learningRate;
    this.cursor.position = cursor;
    this.taken = step;
    this.epochNow = epoch;
  }

  private learn(window: WindowOfText, record: { profile: boolean; reach: boolean }): StepResult {
    const { learner } = this;
    const { carryState, clip } = this.experiment.training;
    if (window.isEpochStart || !carryState) learner.reset();
    const { loss, gradientNorm, profile, ofLast, regulariser } = learner.learn(window, record);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw this.notFinite();
    const factor = clip === 'off' ? 1 : clipFactor(gradientNorm, clip.norm);
    learner.update(this.learningRate, factor);
    this.taken++;
    this.epochNow = window.epoch;
    return {
      step: this.taken,
      epoch: this.epochNow,
      loss,
      gradientNorm,
      clippedNorm: gradientNorm * factor,
      ...(regulariser === undefined ? {} : { regulariser }),
      profile: profile && profileRecord(profile),
      reach: ofLast && reachRecord(ofLast),
    };
  }

  private notFinite(): NotFiniteError {
    const at = this.learner.firstNotFinite();
    const first = this.learner.model.parameters.findLast(({ offset }) => offset <= at);
    return new NotFiniteError(this.taken + 1, at < 0 ? undefined : first?.name, this.learningRate);
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
