import { stepColumns, type StepColumns } from './columns';
import type { Experiment } from './experiment';
import type { RunRecord, SampleLine } from './run';

/** Everything that was read from a run folder since the last message; it is appended to what the panel holds. */
export interface RunUpdate {
  steps: StepColumns;
  validation: { step: Float64Array; loss: Float64Array };
  /** Whole records of profile.f32 and reach.f32, as their layouts in the run record say. */
  profile: Float32Array;
  reach: Float32Array;
  samples: SampleLine[];
}

/** Nothing new but what is given. */
export const emptyUpdate = (more: Partial<RunUpdate> = {}): RunUpdate => ({
  steps: stepColumns(() => new Float64Array()),
  validation: { step: new Float64Array(), loss: new Float64Array() },
  profile: new Float32Array(),
  reach: new Float32Array(),
  samples: [],
  ...more,
});

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
