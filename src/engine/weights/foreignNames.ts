import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import { visibleText } from '../../protocol/visibleText';
import type { NamedArray } from '../formats/safetensors';
import { likelyModel } from './likelyModel';
import { likelyNames } from './likelyNames';
import type { Parameter } from './parameters';

/** Tensors that are named in a sentence, at most. */
const mostNamed = 24;

/**
 * What is said where a file's tensors are not named as the model's parameters are.
 * @param tensors of the file, those beside weights left out
 */
export function foreignNames(file: string, tensors: Map<string, NamedArray>, wanted: Parameter[]): UserError {
  const missing = wanted.filter(({ name }) => !tensors.has(name));
  const known = new Set(wanted.map(({ name }) => name));
  const foreign = [...tensors].filter(([name]) => !known.has(name)).map(([name, { shape }]) => ({ name, shape }));
  const said = [
    ...(missing.length > 0 ? [l10n.t('{0} lacks {1}.', file, list(missing))] : []),
    ...(foreign.length > 0 ? [l10n.t('It holds {0}, which the model has not.', list(foreign))] : []),
  ];
  const message =
    missing.length > 0 ? said.join(' ') : l10n.t('{0} holds {1}, which the model has not.', file, list(foreign));
  return new UserError(message, renaming(file, tensors, wanted) ?? likelyModel(tensors) ?? giveNames(wanted));
}

function list(tensors: { name: string; shape: number[] }[]): string {
  const named = tensors.slice(0, mostNamed).map(({ name, shape }) => `${visibleText(name)} [${shape.join(', ')}]`);
  const more = tensors.length - named.length;
  return more > 0 ? l10n.t('{0} and {1} more', named.join(', '), more) : named.join(', ');
}

/** Lines of Python that give the file the model's names, where it is clear which is which. */
function renaming(file: string, tensors: Map<string, NamedArray>, wanted: Parameter[]): string | undefined {
  const names = likelyNames(tensors, wanted);
  const given = new Set(names.values());
  const left = wanted.filter(({ name }) => !given.has(name)).map(({ name }) => name);
  const isTied = left.join() === 'head.weight' && hasShapeOf(wanted, 'embedding.weight', 'head.weight');
  const isOther = [...tensors.keys()].some((name) => !names.has(name) && isOfLayer(name));
  const isSame = [...names].every(([from, to]) => from === to);
  if ((left.length > 0 && !isTied) || isOther || (isSame && !isTied)) return undefined;
  const dictionary = [...names].map(([from, to]) => `${JSON.stringify(from)}: ${JSON.stringify(to)}`).join(', ');
  const saved = `${file.replace(/\.[^.]*$/, '')}-renamed.safetensors`;
  const lines = [
    'from safetensors.torch import load_file, save_file',
    `names = {${dictionary}}`,
    `w = {names[k]: v for k, v in load_file(${JSON.stringify(file)}).items() if k in names}`,
    ...(isTied ? ['w["head.weight"] = w["embedding.weight"].clone()'] : []),
    `save_file(w, ${JSON.stringify(saved)})`,
  ];
  return `${l10n.t('Most likely they are the same by other names. In Python:')}\n${lines.join('\n')}`;
}

/** Whether a tensor is named as one of a recurrent layer: one that the model has not must not be dropped. */
const isOfLayer = (name: string): boolean => /(^|\.)(weight|bias)_[a-z]+(_l\d+)?(_reverse)?$/.test(name);

/** Weights that a model has in two places stand in a file once. */
function hasShapeOf(wanted: Parameter[], one: string, other: string): boolean {
  const shapeOf = (name: string) => wanted.find((parameter) => parameter.name === name)?.shape.join();
  return shapeOf(one) !== undefined && shapeOf(one) === shapeOf(other);
}

const giveNames = (wanted: Parameter[]) =>
  l10n.t("Give the weights PyTorch's names: {0}.", wanted.map(({ name }) => name).join(', '));
