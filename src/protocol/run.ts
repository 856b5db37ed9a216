import type { Experiment } from './experiment';

/** What becomes of a run. `interrupted`: its process ended without a word; it can be resumed. */
export type RunState = 'running' | 'paused' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** Whether a session with this state is alive. */
export const isLive = (state: RunState): boolean => state === 'running' || state === 'paused';

/** Whether training can go on from the last checkpoint of a run with this state. */
export const isResumable = (state: RunState): boolean =>
  state === 'stopped' || state === 'failed' || state === 'interrupted';

/** The files of a run folder, `.unroll/runs/RUN-ID/`. */
export const runFiles = {
  record: 'run.json',
  experiment: 'experiment.json',
  metrics: 'metrics.jsonl',
  samples: 'samples.jsonl',
  profile: 'profile.f32',
  reach: 'reach.f32',
  log: 'session.log',
  checkpoints: 'checkpoints',
} as const;

/** What is kept of a step whose gradient was another one when it was computed again. */
export const selfCheckFile = (step: number): string => `self-check-${step}.safetensors`;

/** One stretch of a fixed-width float32 record: `length` numbers of one quantity of one layer, time steps 0..window. */
export interface RecordField {
  quantity: 'total' | 'carried' | 'local' | 'cell' | 'reach';
  /** Layer, from 0 at the input. */
  layer: number;
  length: number;
}

/** Layout of profile.f32 or reach.f32: little-endian float32 records, each the step number followed by the fields. */
export interface RecordLayout {
  file: string;
  /** Numbers in one record, the leading step included. */
  width: number;
  fields: RecordField[];
}

/** Why a run paused by itself or failed. */
export interface RunProblem {
  message: string;
  remedy: string;
  step: number;
  /** The first parameter that is not finite, where that is the problem. */
  parameter?: string;
}

/**
 * Losses in nats a symbol that need no network: counts of the training part, measured on the validation part, on the
 * very symbols that the validation loss is of.
 */
export interface Baselines {
  /** ln V: knowing nothing. */
  uniform: number;
  /** Single symbols, add-one: (c(s) + 1) / (n + V). None where fewer than ten symbols of the validation part can be predicted. */
  unigram?: number;
  /**
   * Pairs, interpolated with that by Witten and Bell: (c(h s) + T(h) unigram(s)) / (c(h) + T(h)), where T(h) different
   * symbols came after h.
   */
  bigram?: number;
  /**
   * Symbols of the validation part that the two are of. Runs of before lack it: theirs were entropies of the validation
   * part itself, and nothing to hold a loss against.
   */
  symbols?: number;
}

/** What a run was trained on. */
export interface DataRecord {
  path: string;
  bytes: number;
  sha256: string;
  /** Symbols in each part. */
  symbols: { training: number; validation: number; test: number };
  /** The symbols, in the order of their numbers; an unknown symbol, if there is one, is last and is the empty string. */
  vocabulary: string[];
  /** What should be known of the text. */
  note?: string;
}

/** Which libraries computed a run, as one sentence and by name. */
export interface EngineRecord {
  /** embedded or tensorflow. */
  name: 'embedded' | 'tensorflow';
  /** The TensorFlow.js backend: wasm, cpu or tensorflow; none where kernels computed without it. */
  backend: string;
  /** Version of native TensorFlow, where it computes. */
  version?: string;
  /** Which kernels computed; reference: none, but tensor operations. */
  kernels: 'native' | 'wasm' | 'wasm-simd' | 'reference';
  /** What the kernels used of the processor, such as AVX-512. */
  instructions?: string;
  threads: number;
  /** Why it is this one, where the person asked for another. */
  reason?: string;
}

/** A checkpoint of a run. */
export interface CheckpointRecord {
  step: number;
  /** File name inside `checkpoints/`. */
  file: string;
  /** Validation loss of its weights, nats a symbol; only where it was measured at that step. */
  validationLoss?: number;
  isBest: boolean;
}

/** The end of a run whose validation loss no longer improves. */
export interface EarlyEnd {
  /** The last step. */
  step: number;
  /** The step of the best validation loss; 0 where none was finite. */
  bestStep: number;
  /** Measurements in a row since then without improvement. */
  measurements: number;
}

/** What was done at a step whose loss or gradient was not finite. */
export type NonFiniteStep = 'skipped' | 'randomStep';

/** A session that stood still, was ended, and whose run went on by itself. */
export interface Revival {
  /** The step that did not end. */
  step: number;
  /** The checkpoint's, from which the run went on. */
  from: number;
  at: string;
  /** How often this has happened in this run. */
  times: number;
}

/** run.json: written whole, under a temporary name and renamed. */
export interface RunRecord {
  format: 1;
  id: string;
  /** Name of the experiment: its file name without `.unroll.json`. */
  experiment: string;
  /** Absolute path of the experiment file when the run began. */
  experimentPath: string;
  state: RunState;
  problem?: RunProblem;
  processId: number;
  /** ISO 8601, as all times here. */
  processStartedAt: string;
  /** Local socket of the session while it lives. */
  socket: string;
  startedAt: string;
  updatedAt: string;
  /** Milliseconds of training, pauses left out. */
  trainedMs: number;
  engine: EngineRecord;
  versions: { unroll: string; tensorflow: string; node: string };
  data: DataRecord;
  baselines: Baselines;
  /** Parameters of the model, in all. */
  parameters: number;
  stepsPerEpoch: number;
  totalSteps: number;
  step: number;
  epoch: number;
  /** The one that the schedule starts from, as set by hand. */
  learningRate: number;
  trainingLoss?: number;
  /** The last one measured, and the step that it is of. */
  validationLoss?: number;
  validationStep?: number;
  best?: { step: number; validationLoss: number };
  /** Steps so far whose loss or gradient was not finite, and that were skipped or taken at random. */
  nonFinite?: number;
  /** The newest time that a session of this run stood still. */
  revived?: Revival;
  /** Why the run finished before its last step. */
  earlyEnd?: EarlyEnd;
  checkpoints: CheckpointRecord[];
  layouts: { profile: RecordLayout; reach: RecordLayout };
}

/** A number in metrics.jsonl; JSON has no NaN and no infinities, so they stand there as strings. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** A line of metrics.jsonl for one measurement on the validation text. */
export interface ValidationLine {
  step: number;
  validationLoss: JsonNumber;
}

/** A line of samples.jsonl. */
export interface SampleLine {
  step: number;
  temperature: number;
  text: string;
}

/** A frozen experiment as it stands in experiment.json. */
export type FrozenExperiment = Experiment;

/** A JSON-safe number. */
export const toJsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value : (String(value) as JsonNumber);

/** The number that stands in metrics.jsonl. */
export const fromJsonNumber = (value: JsonNumber): number => Number(value);

/** Whether something is a number as it stands there. */
export const isJsonNumber = (value: unknown): value is JsonNumber =>
  typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
