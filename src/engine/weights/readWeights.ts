import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import type { NamedArray } from '../formats/safetensors';
import { partOf, sizeOf, type Parameter } from './parameters';

/** What a checkpoint holds beside weights, by the beginning of the names. */
const besideWeights = ['optimiser.', 'state.'];

/**
 * Weights by name as one long array, in the order of the parameters. What a checkpoint holds beside them is passed over.
 * @param tensors as read from a safetensors file
 * @throws UserError where a weight is missing, is not the model's, or has another shape or type
 */
export function readWeights(tensors: Map<string, NamedArray>, parameters: Parameter[]): Float32Array {
  const missing = parameters.filter(({ name }) => !tensors.has(name)).map(({ name }) => name);
  if (missing.length > 0) throw wrong(l10n.t('The weights lack {0}.', missing.join(', ')), parameters);
  const known = new Set(parameters.map(({ name }) => name));
  const foreign = [...tensors.keys()].filter((name) => !known.has(name) && !isBesideWeights(name));
  if (foreign.length > 0)
    throw wrong(l10n.t('The weights hold {0}, which the model has not.', foreign.join(', ')), parameters);
  const values = new Float32Array(sizeOf(parameters));
  for (const parameter of parameters) partOf(values, parameter).set(numbersOf(parameter, tensors.get(parameter.name)!));
  return values;
}

const isBesideWeights = (name: string): boolean => besideWeights.some((beginning) => name.startsWith(beginning));

function numbersOf({ name, shape }: Parameter, found: NamedArray): Float32Array | Float64Array {
  if (found.shape.join() !== shape.join()) {
    throw new UserError(
      l10n.t(
        'In the weights, {0} has the shape [{1}]; the model needs [{2}].',
        name,
        found.shape.join(', '),
        shape.join(', '),
      ),
      l10n.t('Set the cells, units, layers and input under "model" to those that the weights were made with.'),
    );
  }
  if (found.data instanceof Float32Array || found.data instanceof Float64Array) return found.data;
  throw new UserError(
    l10n.t('In the weights, {0} holds whole numbers.', name),
    l10n.t('Save the weights as floating-point numbers, such as float32.'),
  );
}

function wrong(message: string, parameters: Parameter[]): UserError {
  const names = parameters.map(({ name }) => name).join(', ');
  return new UserError(message, l10n.t("Give the weights PyTorch's names: {0}.", names));
}
