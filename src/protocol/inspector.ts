import type { Problem } from './problem';
import type { LensMethods } from './lens';
import type { PreviewMethods } from './preview';
import type { Baselines } from './run';
import type { EngineSettings, SampleRequest } from './session';

/** What may be asked of the inspector process: it reads data and checkpoints so that the editor's process never does. */
export interface InspectorMethods extends LensMethods, PreviewMethods {
  /** Checks what a schema cannot see: the dataset, and sizes that do not fit together. `text` is the file as edited. */
  checkExperiment(params: { path: string; text: string }): { problems: Problem[]; report?: ExperimentReport };
  /** Size and vocabulary of a text. */
  describeData(params: { path: string }): DataDescription;
  /**
   * Samples a text from a checkpoint of a run (the newest by default); `engine` is what the settings say. `passedOver`
   * says which newer checkpoints could not be read.
   */
  sampleRun(params: SampleRequest & { directory: string; checkpoint?: string; engine?: EngineSettings }): {
    text: string;
    file: string;
    passedOver?: string;
  };
  /** Compares the gradients of the cell in a file with finite differences. */
  checkCell(params: { path: string }): CellCheck;
  /** Which engines load here, each with its reason when it does not. */
  describeEngines(params: Record<string, never>): EngineDescription[];
}

/** What came of checking a cell of the person's own. */
export interface CellCheck {
  /** The largest difference of a parameter's gradient to finite differences, relative to its largest number. */
  parameters: { name: string; shape: number[]; difference: number; isRight: boolean }[];
  /** What it shows beside its state. */
  quantities: string[];
}

/** What an experiment amounts to. */
export interface ExperimentReport {
  parameters: number;
  /** Estimated memory of training, bytes. */
  memoryBytes: number;
  stepsPerEpoch: number;
  totalSteps: number;
  vocabulary: number;
  baselines: Baselines;
  /** What should be known of the text. */
  note?: string;
}

/** A text as a dataset. */
export interface DataDescription {
  bytes: number;
  symbols: number;
  vocabulary: number;
}

/** An engine of this machine. */
export interface EngineDescription {
  name: 'tensorflow' | 'embedded';
  isAvailable: boolean;
  /** One sentence: what it is, or why it does not load. */
  sentence: string;
}
