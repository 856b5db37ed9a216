import type { SampleName } from '../../runs/samples';
import type { ExperimentChoice } from './experimentText';
import type { LayerText } from './architectures';
import { architectureOf, layerOf } from './architectures';

/** What New Experiment asks for. */
export interface NewExperiment {
  dataset: ChosenText;
  cell: string;
  /** Options of the cell by their names. */
  options: Record<string, unknown>;
  /** Whether the file of the person's own cell is still to be written. */
  newCell: boolean;
  units: number;
  layers: number;
  name: string;
  /** What is to be done after the preview. */
  action: 'create' | 'createAndTrain';
}

/** The text of a new experiment. */
export interface ChosenText {
  path: string;
  /** The folder in which the experiment will lie. */
  folder: string;
  /** A text of the samples is copied into that folder when the experiment is written. */
  sample?: SampleName;
}

export const usualUnits = 128;

/** The layers that were chosen; what is not chosen yet is as usual. */
export function layersOf({
  cell = 'lstm',
  options,
  units = usualUnits,
  layers = 1,
}: Partial<NewExperiment>): LayerText[] {
  const architecture = architectureOf(cell) ?? { cell, label: '', sentence: '' };
  return Array.from({ length: layers }, () => layerOf(architecture, units, options));
}

/** What is wrong with the answers so far by the schema, if anything. */
export async function refusalOf(answers: Partial<NewExperiment>): Promise<string | undefined> {
  const [{ experimentText }, { parseExperiment }] = await Promise.all([
    import('./experimentText'),
    import('../../protocol/parseExperiment'),
  ]);
  const choice: ExperimentChoice = { dataPath: 'text.txt', layers: layersOf(answers) };
  return parseExperiment(experimentText(choice)).problems[0]?.message;
}
