import type { Tensor } from '@tensorflow/tfjs-core';
import * as l10n from '@vscode/l10n';
import type { CellSource } from '../../../protocol/cellSource';
import type { LayerParameter } from '../layerParameter';
import { exportsOf } from './compile';
import { isName } from './names';
import { example as ofParameters, ownParameters, type Sizes } from './ownParameters';
import { lacksExport, wrongExport } from './problems';

/** What a person's file says about its cell, checked. */
export interface OwnModule {
  parameters(sizes: Sizes): LayerParameter[];
  hasCellState: boolean;
  /** Quantities between 0 and 1, and others. */
  gates: string[];
  values: string[];
  step(before: Record<string, Tensor>, x: Tensor, weights: Readonly<Record<string, Tensor>>): unknown;
}

const examples = {
  parameters: ofParameters,
  step: 'export function step({ h }, x, { W, U, b }) { return { h: tf.tanh(...) }; }',
  state: "export const state = ['h', 'c'];",
  gates: "export const gates = ['forget'];",
  values: "export const values = ['candidate'];",
};

/** Reads a person's file. @throws UserError where something is missing or makes no sense */
export function ownModule(cell: CellSource): OwnModule {
  const { file } = cell;
  const { parameters, step, state = ['h'], gates = [], values = [] } = exportsOf(cell);
  if (typeof step !== 'function') throw lacksExport(file, 'step', examples.step);
  if (typeof parameters !== 'function') throw lacksExport(file, 'parameters', examples.parameters);
  const lists = { state, gates, values };
  for (const [name, list] of Object.entries(lists)) checkNames(file, name as keyof typeof lists, list);
  const states = state as string[];
  if (states[0] !== 'h' || states.length > 2 || (states.length === 2 && states[1] !== 'c'))
    throw wrongExport(file, 'state', l10n.t('must be ["h"] or ["h", "c"]'), examples.state);
  const named = [...(gates as string[]), ...(values as string[])];
  const twice = named.find((name, i) => named.indexOf(name) !== i || name === 'h' || name === 'c');
  if (twice !== undefined)
    throw wrongExport(
      file,
      'values',
      l10n.t('names {0}, which is named already', JSON.stringify(twice)),
      examples.values,
    );
  return {
    parameters: (sizes) => ownParameters(file, parameters as (sizes: Sizes) => unknown, sizes),
    hasCellState: states.length === 2,
    gates: gates as string[],
    values: values as string[],
    step: step as OwnModule['step'],
  };
}

function checkNames(file: string, key: 'state' | 'gates' | 'values', list: unknown): void {
  if (Array.isArray(list) && list.every(isName)) return;
  throw wrongExport(file, key, l10n.t('is not a list of names (letters, digits, _)'), examples[key]);
}
