import type { TrainingSizes } from './fittingTraining';
import { experimentSchema, type CellName, type Experiment } from '../../protocol/experiment';

/** What somebody decides about a new experiment; the rest are the schema's defaults. */
export interface ExperimentChoice {
  /** The text, relative to the experiment file, with forward slashes. */
  dataPath: string;
  cell: CellName;
  units: number;
  layers: number;
  /** Sizes other than the defaults. */
  training?: Partial<TrainingSizes>;
}

/** The sizes of training that the schema has as its defaults. */
export const usualSizes: TrainingSizes = complete({ dataPath: '-', cell: 'lstm', units: 1, layers: 1 }).training;

/** The text of a new experiment file: what people change, written out with the defaults and a word on each. */
export function experimentText(choice: ExperimentChoice): string {
  const { task, data, model, training } = complete(choice);
  const { name, learningRate } = training.optimiser;
  const [layer] = model.layers;
  const clip = training.clip;
  return `// An experiment of Unroll: what is learned, from which text, and how. Train it with the link above.
{
  "task": ${json(task)},
  "data": {
    "path": ${json(data.path)},
    "split": ${json(data.split)} // training, validation, test
  },
  "model": {
    "input": ${json(model.input)}, // or "one-hot"
    "layers": [
${model.layers.map(({ cell, units }) => `      ${json({ cell, units })}`).join(',\n')}
    ]${layer?.cell === 'elman' ? ' // "activation": "tanh", "relu" or "identity"' : ''}
  },
  "training": {
    "batch": ${training.batch}, // sequences read side by side
    "window": ${training.window}, // time steps that one update looks back over
    "optimiser": ${json({ name, learningRate })}, // adam, adamw, rmsprop, adagrad or sgd
    "clip": ${json(clip)}, // largest norm of the gradient, or "off"
    "epochs": ${training.epochs},
    "seed": ${training.seed}
  }
}
`;
}

function complete({ dataPath, cell, units, layers, training = {} }: ExperimentChoice): Experiment {
  return experimentSchema.parse({
    data: { path: dataPath },
    model: { layers: Array.from({ length: layers }, () => ({ cell, units })) },
    training,
  });
}

/** JSON on one line, with the spaces that people put. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${json(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
