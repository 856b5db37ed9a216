import type { Experiment } from './experiment';
import type { NonFiniteStep, RunRecord, SampleLine } from './run';

/** How `nonFinite` of a step stands in a column; 0: there was nothing to do. */
export const nonFiniteCodes: Record<NonFiniteStep, number> = { skipped: 1, randomStep: 2 };

/** Steps as columns, one entry a step. Non-finite numbers are kept. */
export interface StepColumns {
  step: Float64Array;
  epoch: Float64Array;
  loss: Float64Array;
  gradientNorm: Float64Array;
  clippedNorm: Float64Array;
  learningRate: Float64Array;
  /** NaN where the experiment has none. */
  regulariser: Float64Array;
  stepMs: Float64Array;
  /** What was done about a loss or gradient that is not finite; see nonFiniteCodes. */
  nonFinite: Float64Array;
}

/** Everything that was read from a run folder since the last message; it is appended to what the panel holds. */
export interface RunUpdate {
  steps: StepColumns;
  validation: { step: Float64Array; loss: Float64Array };
  /** Whole records of profile.f32 and reach.f32, as their layouts in the run record say. */
  profile: Float32Array;
  reach: Float32Array;
  samples: SampleLine[];
}

/** What the host tells the training panel. */
export type ToTrainingPanel =
  /** The panel shows this run from now on; what it held is dropped. */
  | { type: 'open'; run: RunRecord; experiment: Experiment; number: number }
  /** New data. */
  | { type: 'update'; update: RunUpdate }
  /** New state. */
  | { type: 'run'; run: RunRecord }
  /** A command could not be carried out. */
  | { type: 'notice'; message: string };

/** What the training panel asks of the host. */
export type FromTrainingPanel =
  | { type: 'ready' }
  | { type: 'pause' }
  | { type: 'resume'; learningRate?: number }
  | { type: 'stepOnce' }
  | { type: 'stop' }
  | { type: 'setLearningRate'; value: number }
  | { type: 'sample' }
  | { type: 'showLog' }
  | { type: 'openExperiment' };
