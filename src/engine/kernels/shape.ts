import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';

/**
 * Recurrent cells; "keep" and "replace" say what an update gate of 1 does with the old state; "diagonal" and "full" are
 * LSTMs whose gates see the cell state, "sigmoid" those whose candidate is squashed by a sigmoid.
 */
export type KernelCell = (typeof kernelCells)[number];

export interface KernelLayer {
  cell: KernelCell;
  units: number;
}

/** What makes a network: symbols (one-hot where there is no embedding) or features, layers, and a head of outputs. */
export interface NetworkShape {
  input: { vocabulary: number; embedding?: number } | { features: number };
  layers: readonly KernelLayer[];
  outputs?: number;
}

/** Cells in the order of source/kernels.h. */
export const kernelCells = [
  'elman-tanh',
  'elman-relu',
  'elman-identity',
  'lstm',
  'gru-after-keep',
  'gru-after-replace',
  'gru-before-keep',
  'gru-before-replace',
  'elman-sigmoid',
  'lstm-sigmoid',
  'lstm-diagonal',
  'lstm-diagonal-sigmoid',
  'lstm-full',
  'lstm-full-sigmoid',
] as const;

/** Rows are counted in 32-bit integers. Some room is left for padding. */
const mostRows = 2 ** 31 - 2 ** 16;

/** With rows of four times as many numbers, 64 bits count the bytes of anything. */
const widest = 2 ** 27;

/** The names of a cell's gates, block by block of a row of gates (see source/cells.c). */
export function gateNames(cell: KernelCell): readonly string[] {
  if (cell.startsWith('lstm')) return ['input', 'forget', 'candidate', 'output'];
  if (cell.startsWith('gru-after')) return ['candidate', 'reset', 'update', 'candidateOfState'];
  if (cell.startsWith('gru')) return ['reset', 'update', 'candidate'];
  return [];
}

export const hasCellState = (cell: KernelCell): boolean => cell.startsWith('lstm');

/**
 * A shape as network_create takes it.
 * @throws UserError where something is larger than the kernels can count
 */
export function encodeShape({ input, layers, outputs = 0 }: NetworkShape): Int32Array {
  const isSymbols = 'vocabulary' in input;
  const vocabulary = isSymbols ? checkWidth(input.vocabulary, 1, 'vocabulary') : 0;
  const features = isSymbols
    ? checkWidth(input.embedding ?? 0, 0, 'embedding')
    : checkWidth(input.features, 1, 'features');
  if (layers.length === 0) throw new RangeError('a network without layers');
  const codes = layers.flatMap(({ cell, units }) => [codeOf(cell), checkWidth(units, 1, 'units')]);
  return Int32Array.of(vocabulary, features, checkWidth(outputs, 0, 'outputs'), layers.length, ...codes);
}

function codeOf(cell: KernelCell): number {
  const code = kernelCells.indexOf(cell);
  if (code < 0) throw new RangeError(`no cell ${cell}`);
  return code;
}

function checkWidth(width: number, least: number, name: string): number {
  if (!Number.isInteger(width) || width < least) throw new RangeError(`${width} ${name}`);
  if (width <= widest) return width;
  throw new UserError(
    l10n.t('The kernels compute with at most {0} {1}, not {2}.', widest, name, width),
    l10n.t('Set "{0}" to less.', name),
  );
}

/** @throws UserError where a pass has more rows than the kernels can count */
export function checkRows(batch: number, window: number): void {
  for (const [name, count] of Object.entries({ batch, window })) {
    if (!Number.isInteger(count) || count < 1) throw new RangeError(`${name} ${count}`);
  }
  const rows = (window + 1) * batch;
  if (rows <= mostRows) return;
  throw new UserError(
    l10n.t(
      'The kernels count to {0}, but a batch of {1} and a window of {2} make {3} rows.',
      mostRows,
      batch,
      window,
      rows,
    ),
    l10n.t('Set "batch" or "window" to less.'),
  );
}
