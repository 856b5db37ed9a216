import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import type { NamedArray } from '../formats/safetensors';
import { foreignNames } from './foreignNames';
import { likelyModel } from './likelyModel';
import { partOf, sizeOf, type Parameter } from './parameters';
import { checkFinite } from './checkFinite';

/** What a checkpoint holds beside weights, by the beginning of the names. */
const besideWeights = ['optimiser.', 'state.'];

/** Where weights come from, for what is said of them. */
export interface WeightsSource {
  /** The name of their file. */
  file: string;
  /** Whether numbers may be there that are not finite. */
  mayDiverge?: boolean;
  /** The text by whose symbols the model reads, where it may be another one than that of the weights. */
  text?: { path: string; symbols: number; parametersFor(symbols: number): Parameter[] };
}

/**
 * Weights by name as one long array, in the order of the parameters. What a checkpoint holds beside them is passed over.
 * @param tensors as read from a safetensors file
 * @param source where they come from a file; they are then finite, unless it says that they may not be
 * @throws UserError where a weight is missing, is not the model's, has another shape or type, or is not finite
 */
export function readWeights(
  tensors: Map<string, NamedArray>,
  parameters: Parameter[],
  source?: WeightsSource,
): Float32Array {
  const file = source?.file ?? l10n.t('the file of weights');
  const weights = new Map([...tensors].filter(([name]) => !isBesideWeights(name)));
  const isAsNamed = weights.size === parameters.length && parameters.every(({ name }) => weights.has(name));
  if (!isAsNamed) throw foreignNames(file, weights, parameters);
  const others = otherShapes(weights, parameters);
  if (others.length > 0) throw otherText(file, weights, source) ?? hasOtherShapes(file, others, weights);
  const values = new Float32Array(sizeOf(parameters));
  for (const parameter of parameters) {
    const numbers = numbersOf(parameter, weights.get(parameter.name)!, file);
    partOf(values, parameter).set(numbers);
    if (source && !source.mayDiverge) checkFinite(numbers, parameter, file);
  }
  return values;
}

const isBesideWeights = (name: string): boolean => besideWeights.some((beginning) => name.startsWith(beginning));

/** Parameters that have another shape in a file. */
const otherShapes = (weights: Map<string, NamedArray>, parameters: Parameter[]): Parameter[] =>
  parameters.filter(({ name, shape }) => weights.get(name)!.shape.join() !== shape.join());

/** What is said where all would fit if the text had as many symbols as the weights were made for. */
function otherText(file: string, weights: Map<string, NamedArray>, source?: WeightsSource): UserError | undefined {
  const symbols = weights.get('head.bias')?.shape[0];
  if (!source?.text || symbols === undefined || symbols === 0) return undefined;
  const { path, symbols: here, parametersFor } = source.text;
  if (symbols === here || otherShapes(weights, parametersFor(symbols)).length > 0) return undefined;
  return new UserError(
    l10n.t('The weights of {0} are for a text of {1} different symbols; {2} has {3}.', file, symbols, path, here),
    l10n.t('Name the text that they were made with, as "path" under "data", or one of the very same symbols.'),
  );
}

function hasOtherShapes(file: string, others: Parameter[], weights: Map<string, NamedArray>): UserError {
  const shapes = others.map(({ name, shape }) =>
    l10n.t(
      '{0} has the shape [{1}] where the model needs [{2}]',
      name,
      weights.get(name)!.shape.join(', '),
      shape.join(', '),
    ),
  );
  const set = l10n.t('Set the cells, units, layers and input under "model" to those that the weights were made with.');
  return new UserError(
    l10n.t('In {0} {1}.', file, shapes.join(l10n.t(', '))),
    [set, likelyModel(weights)].filter((sentence) => sentence !== undefined).join(' '),
  );
}

function numbersOf({ name }: Parameter, { data }: NamedArray, file: string): Float32Array | Float64Array {
  if (data instanceof Float32Array || data instanceof Float64Array) return data;
  throw new UserError(
    l10n.t('{0} of {1} holds whole numbers.', name, file),
    l10n.t('Save the weights as floating-point numbers, such as float32.'),
  );
}
