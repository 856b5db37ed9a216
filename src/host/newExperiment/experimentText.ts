import type { TrainingSizes } from './fittingTraining';
import { experimentSchema, type Experiment } from '../../protocol/experiment';
import type { LayerText } from './architectures';
import { layerOptions } from './layerOptions';

/** What somebody decides about a new experiment; the rest are the schema's defaults. */
export interface ExperimentChoice {
  /** The text, relative to the experiment file, with forward slashes. */
  dataPath: string;
  layers: LayerText[];
  /** Sizes other than the defaults. */
  training?: Partial<TrainingSizes>;
}

/** The sizes of training that the schema has as its defaults. */
export const usualSizes: TrainingSizes = complete({ dataPath: '-', layers: [{ cell: 'lstm', units: 1 }] }).training;

/** The text of a new experiment file: what people change, written out with the defaults and a word on each. */
export function experimentText(choice: ExperimentChoice): string {
  const plain = { ...choice, layers: [{ cell: 'lstm', units: 1 }] }; // a layer that is refused is written all the same
  const { task, data, model, training } = complete(plain);
  const { name, learningRate } = training.optimiser;
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
    "layers": ${layersText(choice.layers)}${hints(choice.layers)}
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

/** The layers of a model as they stand in a file, one a line. */
export const layersText = (layers: object[]): string =>
  `[\n${layers.map((layer) => `      ${json(layer)}`).join(',\n')}\n    ]`;

/** What else the cell could have: `// "reset": "after" or "before"`. */
function hints([layer]: LayerText[]): string {
  const open = layerOptions(layer?.cell ?? '').filter(
    ({ field, preset }) => layer?.[field] === undefined && typeof preset !== 'number',
  );
  const words = open.map(({ field, values }) => `"${field}": ${values.map(({ value }) => json(value)).join(' or ')}`);
  return words.length > 0 ? ` // ${words.join('; ')}` : '';
}

function complete({ dataPath, layers, training = {} }: ExperimentChoice): Experiment {
  return experimentSchema.parse({ data: { path: dataPath }, model: { layers }, training });
}

/** JSON on one line, with the spaces that people put. */
function json(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(json).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${json(inner)}`);
  return `{ ${entries.join(', ')} }`;
}
