import * as l10n from '@vscode/l10n';
import type { StepValues } from '../../protocol/columns';
import type { Experiment } from '../../protocol/experiment';
import type { EarlyEnd, RecordField } from '../../protocol/run';
import type { SampleRequest } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import type { Dataset } from '../tasks/languageModel/dataset';
import { WindowCursor, type WindowOfText } from '../tasks/languageModel/windowCursor';
import type { NamedArray } from '../formats/safetensors';
import { isNoCheckpoint } from '../weights/savedModel';
import { continueText, sampleReader } from '../tasks/languageModel/continueText';
import { initialise } from '../weights/initialise';
import type { TextReader } from '../model/languageModel';
import { parametersOf } from '../weights/parameters';
import { Random } from '../weights/random';
import { readWeights, type WeightsSource } from '../weights/readWeights';
import { checkState, decodeCheckpoint, encodeCheckpoint, readSlots, type ReadCheckpoint } from './checkpoint';
import type { Learner } from './learner';
import { learnerOf } from './learnerOf';
import { NotFiniteError } from './notFiniteError';
import { profileFields, profileRecord, reachFields, reachRecord } from './records';
import { Rules } from './rules';
import { checkGradient } from './selfCheck';
import { takeGradient } from './stepRule';
import { Validation } from './validation';

/** What one step gives. */
export interface StepResult extends Omit<StepValues, 'stepMs'> {
  /** The fields of the layout in order, without the leading step; where asked for. */
  profile?: Float32Array;
  reach?: Float32Array;
}

/** What a training is made of. */
export interface TrainingParts {
  experiment: Experiment;
  dataset: Dataset;
  /** Steps that the run has now; without it, those of the experiment. */
  totalSteps?: number;
}

/** The training of one language model: truncated backpropagation through time, step by step. Needs a started engine. */
export class Training {
  readonly parameters: number;
  readonly stepsPerEpoch: number;
  readonly totalSteps: number;
  readonly fields: { profile: RecordField[]; reach: RecordField[] };
  private taken = 0;
  private epochNow = 1;
  private readonly cursor: WindowCursor;
  private readonly validation: Validation;
  private readonly rules: Rules;
  private readonly samples: TextReader;

  private constructor(
    private readonly experiment: Experiment,
    private readonly dataset: Dataset,
    private readonly learner: Learner,
    private readonly random: Random,
    totalSteps?: number,
  ) {
    const options = experiment.training;
    const { model } = learner;
    this.parameters = model.values.length;
    this.cursor = new WindowCursor(dataset.training, options);
    this.stepsPerEpoch = this.cursor.windowsPerEpoch;
    this.totalSteps = totalSteps ?? Math.min(options.steps ?? Infinity, options.epochs * this.stepsPerEpoch);
    this.rules = new Rules(options, this.totalSteps);
    this.fields = { profile: profileFields(experiment), reach: reachFields(experiment) };
    this.validation = new Validation(model, dataset.validation.subarray(0, options.validationSymbols));
    this.samples = sampleReader(model);
  }

  /**
   * Training from the beginning.
   * @param weights to begin with, by PyTorch's names; without them, drawn by the experiment's seed
   * @param weightsFile the name of the file that they come from; they are then checked to be finite
   * @throws UserError where the weights are not the model's
   */
  static create(o: TrainingParts & { weights?: Map<string, NamedArray>; weightsFile?: string }): Training {
    const { model, training } = o.experiment;
    const vocabulary = o.dataset.vocabulary.size;
    const parameters = parametersOf(model, vocabulary);
    const random = Random.fromSeed(training.seed);
    const values = o.weights
      ? readWeights(
          o.weights,
          parameters,
          o.weightsFile === undefined ? undefined : sourceOf(o.weightsFile, model, o.dataset),
        )
      : initialise(model, parameters, random, training.init);
    return new Training(o.experiment, o.dataset, learnerOf(o.experiment, vocabulary, values), random, o.totalSteps);
  }

  /**
   * Training that goes on from a checkpoint as if it had never stopped.
   * @param o.name of the checkpoint, for the errors
   * @throws UserError where it is torn, or was made with another text
   */
  static restore(o: TrainingParts & { checkpoint: Uint8Array; name: string }): Training {
    const { experiment, dataset } = o;
    const saved = decodeCheckpoint(o.checkpoint, o.name);
    checkSameText(saved.vocabulary.symbols, dataset, o.name);
    const vocabulary = dataset.vocabulary.size;
    const values = readWeights(saved.tensors, parametersOf(experiment.model, vocabulary), {
      file: o.name,
      mayDiverge: true,
    });
    const learner = learnerOf(experiment, vocabulary, values);
    const random = Random.fromState(saved.progress.random);
    const training = new Training(experiment, dataset, learner, random, o.totalSteps);
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

  /** The learning rate that the schedule starts from; by hand, from the next step on. */
  get learningRate(): number {
    return this.rules.learningRate.base;
  }

  set learningRate(value: number) {
    this.rules.learningRate.base = value;
  }

  /** The learning rate that the next step takes. */
  get nextRate(): number {
    return this.rules.learningRate.at(this.taken + 1);
  }

  /** Steps so far whose loss or gradient was not finite. */
  get nonFinite(): number {
    return this.rules.nonFinite;
  }

  /** Why training is to end before its last step; undefined while it is not. */
  get earlyEnd(): EarlyEnd | undefined {
    return this.rules.earlyStopping.end;
  }

  /** Lets training go on that had come to an early end. */
  goOn(): void {
    this.rules.earlyStopping.goOn();
  }

  /**
   * Takes one step.
   * @param record what to measure beside it; the gradient profile costs little, the reach a second backward pass
   * @throws NotFiniteError, SelfCheckError before anything changes: another call would try the same step again
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

  /**
   * Measures the mean loss over the beginning of the validation part; schedule and early stopping go by it.
   * @returns nats a symbol; undefined where that part is too short
   */
  validate(): number | undefined {
    const loss = this.validation.measure();
    if (loss !== undefined) this.rules.measured(loss, this.taken);
    return loss;
  }

  /** A text from the weights of this moment. @throws UserError where the request cannot be met */
  sample(request: SampleRequest): string {
    return continueText(this.samples, this.dataset.vocabulary, request, this.random);
  }

  /** Everything, as the bytes of a safetensors file. */
  checkpoint(): Uint8Array {
    const { experiment, learner, cursor, random, learningRate } = this;
    const rules = this.rules.state;
    const progress = { step: this.taken, epoch: this.epochNow, updates: learner.updates };
    return encodeCheckpoint(
      {
        experiment,
        vocabulary: this.dataset.vocabulary,
        values: learner.model.values,
        slots: learner.slots,
        state: learner.state,
        progress: { ...progress, learningRate, cursor: cursor.position, random: random.state, rules },
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
    const { updates, learningRate, cursor, step, epoch, rules } = saved.progress;
    if (!this.cursor.has(cursor)) throw isNoCheckpoint(name);
    checkState(saved.state, learner.state, name);
    readSlots(saved, learner.slots, learner.model.parameters, name);
    learner.updates = updates;
    learner.state = saved.state;
    this.learningRate = learningRate;
    if (rules) this.rules.state = rules;
    this.cursor.position = cursor;
    this.taken = step;
    this.epochNow = epoch;
  }

  private learn(window: WindowOfText, record: { profile: boolean; reach: boolean }): StepResult {
    const { learner } = this;
    const options = this.experiment.training;
    if (window.isEpochStart || !options.carryState) learner.reset();
    const learned = learner.learn(window, record);
    checkGradient(learner, window, learned, { step: this.taken + 1, every: options.selfCheck });
    const learningRate = this.rules.learningRate.at(this.taken + 1);
    const { onNonFinite } = this.rules;
    const taken = takeGradient(learner, learned, learningRate, { clip: options.clip, onNonFinite }, this.random);
    if (!taken) throw this.notFinite(learningRate);
    this.rules.stepped(!taken.nonFinite);
    this.taken++;
    this.epochNow = window.epoch;
    const { loss, gradientNorm, profile, ofLast, regulariser } = learned;
    return {
      ...{ step: this.taken, epoch: this.epochNow, loss, gradientNorm, learningRate, ...taken },
      ...(regulariser === undefined ? {} : { regulariser }),
      profile: profile && profileRecord(profile),
      reach: ofLast && reachRecord(ofLast),
    };
  }

  private notFinite(learningRate: number): NotFiniteError {
    const at = this.learner.firstNotFinite();
    const first = this.learner.model.parameters.findLast(({ offset }) => offset <= at);
    const parameter = at < 0 ? undefined : first?.name;
    return new NotFiniteError(this.taken + 1, parameter, learningRate, this.rules.nonFiniteInRow);
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

/** Where weights come from that a training begins with. */
const sourceOf = (file: string, model: Experiment['model'], { path, vocabulary }: Dataset): WeightsSource => ({
  file,
  text: { path, symbols: vocabulary.size, parametersFor: (symbols) => parametersOf(model, symbols) },
});
