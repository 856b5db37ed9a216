import * as l10n from '@vscode/l10n';
import type { Experiment } from './experiment';
import type { Problem } from './problem';
import type { Notation } from './notation';
import type { EngineRecord } from './run';
import type { EngineChoice, KernelChoice } from './session';

/** What may be asked about an experiment that is not trained yet. `text` is the file as edited, `path` where it lies. */
export interface PreviewMethods {
  /** What its network amounts to, or what is wrong with it. */
  previewExperiment(params: ExperimentText): { problems: Problem[]; preview?: NetworkPreview };
  /** Takes a few learning steps of it, as a session would, and keeps the time. @throws UserError where it cannot train */
  measureSteps(params: ExperimentText & Computing): MeasuredSteps;
  /** The widths at which other models have as many parameters as nearly as can be. @throws UserError as above */
  equalWidths(params: ExperimentText & { others: WidthTemplate[] }): EqualWidths;
}

/** An experiment file as it is edited. */
export interface ExperimentText {
  path: string;
  text: string;
}

/** What is to compute, as the settings say. */
export interface Computing {
  engine: EngineChoice;
  kernels: KernelChoice;
  threads: number;
}

/** A network before anything is trained. */
export interface NetworkPreview {
  /** With all its defaults. */
  experiment: Experiment;
  vocabulary: number;
  /** Every weight matrix and bias, in the order of the model. */
  parameters: ParameterSize[];
  parameterCount: number;
  memory: { weightBytes: number; windowBytes: number };
  stepsPerEpoch: number;
  totalSteps: number;
  ownCells: OwnCellWords[];
  /** The first symbols of the training text, at most `previewSymbols`. */
  symbols: string[];
}

/** A cell of the person's own as its file says it. */
export interface OwnCellWords {
  /** The layer that has it, from 0. */
  layer: number;
  /** As the experiment names it. */
  file: string;
  parameters: string[];
  /** h, or h and c. */
  state: string[];
  gates: string[];
  values: string[];
}

/** Symbols of the text that a preview has. */
export const previewSymbols = 24;

/** One parameter of a model, by PyTorch's name. */
export interface ParameterSize {
  name: string;
  shape: number[];
  size: number;
  /** How it begins, in words, where its cell says it. */
  begins?: string;
}

/** What a few learning steps took. */
export interface MeasuredSteps {
  engine: EngineRecord;
  /** Median of one step's duration. */
  stepMs: number;
  /** Steps that were timed; those before to warm up are not among them. */
  steps: number;
  /** All steps of an epoch, learning alone. */
  epochMs: number;
}

/** A model with a width that is not decided: the same number at all these places of it. */
export interface WidthTemplate {
  model: { layers: object[] };
  widthAt: (string | number)[][];
}

/** Widths for models of about equal size. */
export interface EqualWidths {
  /** Parameters of the experiment. */
  parameters: number;
  /** For each of the others, in their order: the width, the model with it, and its parameters; or why there is none. */
  found: ({ width: number; model: object; parameters: number } | { problem: string })[];
}

/** Why an experiment cannot be shown, where nothing is wrong with it. */
export const isUnknown = (): { message: string; remedy: string } => ({
  message: l10n.t('The sizes of this experiment are not known before code of its folder runs.'),
  remedy: l10n.t('Trust the folder with the command Workspaces: Manage Workspace Trust.'),
});

/** What the host tells the preview panel. */
export type ToPreviewPanel =
  /** An experiment as it stands. A draft is not written yet. */
  | { type: 'preview'; name: string; isDraft: boolean; mayTrain: boolean; preview: NetworkPreview; notation: Notation }
  /** Other letters are to be shown. */
  | { type: 'notation'; notation: Notation }
  /** It cannot be trained as it stands; what was shown last stays, dimmed. */
  | { type: 'problems'; name: string; isDraft: boolean; problems: { message: string; remedy: string }[] }
  /** How long a step takes: being measured, measured, or why not. */
  | { type: 'timing'; timing: Timing }
  /** A command could not be carried out. */
  | { type: 'notice'; message: string };

/** How long a step takes, as far as it is known. */
export type Timing =
  | { state: 'measuring' }
  | { state: 'measured'; measured: MeasuredSteps; busyRuns: number }
  | { state: 'cancelled' }
  | { state: 'failed'; message: string };

/** What the preview panel asks of the host. */
export type FromPreviewPanel =
  | { type: 'ready' }
  | { type: 'create' }
  | { type: 'createAndTrain' }
  | { type: 'back' }
  | { type: 'train' }
  | { type: 'compare' }
  | { type: 'openFile' }
  /** The file of a person's own cell, as the experiment names it. */
  | { type: 'openCell'; file: string }
  | { type: 'measure' }
  | { type: 'cancelMeasuring' };
