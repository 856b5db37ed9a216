import * as l10n from '@vscode/l10n';
import { initialWords, isInitialValues, needsMatrix, needsSquares } from '../initialValues';
import type { LayerParameter } from '../layerParameter';
import { isName } from './names';
import { parametersFail, wrongExport } from './problems';

/** Sizes of the layer that a cell stands in. */
export interface Sizes {
  inputs: number;
  units: number;
}

/** How a person's file can say its parameters. */
export const example =
  "export const parameters = ({ inputs, units }) => ({ W: { shape: [units, units], initialiser: 'orthogonal' }, U: [units, inputs], b: [units] });";

/**
 * The parameters that a person's file names, checked: of each the shape alone, or with how it begins.
 * @param name of a parameter, to be named in what is thrown
 * @throws UserError with file and parameter where one makes no sense
 */
export function ownParameters(file: string, given: (sizes: Sizes) => unknown, sizes: Sizes): LayerParameter[] {
  const wrong = (said: string) => wrongExport(file, 'parameters', said, example);
  const found = called(file, () => given(sizes));
  if (typeof found !== 'object' || found === null) throw wrong(l10n.t('does not return an object'));
  const entries = Object.entries(found);
  if (entries.length === 0) throw wrong(l10n.t('names no parameter'));
  return entries.map(([stem, said]) => {
    if (!isName(stem)) throw wrong(l10n.t('has the name {0}: use letters, digits, _', JSON.stringify(stem)));
    const { shape, initialiser, ...others } = isFull(said) ? said : { shape: said };
    const [stray] = Object.keys(others);
    if (stray !== undefined)
      throw wrong(l10n.t('has for {0} a field {1}: there are shape and initialiser', stem, JSON.stringify(stray)));
    if (!isShape(shape))
      throw wrong(l10n.t('has for {0} no shape but {1}', stem, JSON.stringify(shape) ?? 'undefined'));
    const problem = initialiser === undefined ? undefined : initialProblem(initialiser, shape, sizes);
    if (problem !== undefined)
      throw wrong(l10n.t('has for {0} the initialiser {1}, {2}', stem, json(initialiser), problem));
    return initialiser === undefined
      ? { stem, shape }
      : { stem, shape, initial: initialiser as LayerParameter['initial'] };
  });
}

const isFull = (said: unknown): said is { shape?: unknown; initialiser?: unknown } =>
  typeof said === 'object' && said !== null && !Array.isArray(said);

const isShape = (shape: unknown): shape is number[] =>
  Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length > 0);

/** Why a parameter of that shape cannot begin so. */
function initialProblem(initial: unknown, shape: number[], { units }: Sizes): string | undefined {
  if (!isInitialValues(initial))
    return l10n.t(
      'which is none of {0}, a number, or {1}',
      initialWords.join(', '),
      "{ name: 'spectral-radius', radius: 0.9 }",
    );
  if (needsMatrix(initial) && shape.length !== 2)
    return l10n.t(
      "which only a matrix can have, not [{0}]; 'uniform', 'zeros', 'ones' or a number can be",
      shape.join(', '),
    );
  const [rows = 0, columns] = shape;
  if (needsSquares(initial) && (columns !== units || rows % units !== 0))
    return l10n.t('which only a matrix of {0} columns and as many rows for each gate can have', units);
  return undefined;
}

const json = (value: unknown): string => JSON.stringify(value) ?? String(value);

function called(file: string, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    throw parametersFail(file, error);
  }
}
