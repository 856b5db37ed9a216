import type { CellName } from '../src/protocol/experiment';

/** A model and the size of its step. */
export interface Case {
  cell: CellName;
  units: number;
  layers: number;
  batch: number;
  window: number;
  /** Of the cell, where it is a variant. */
  options?: { peephole?: string; dropout?: number };
}

/** Features of a symbol's vector, and symbols, in all cases. */
export const embedding = 64;
export const vocabulary = 65;

const cells = ['lstm', 'gru', 'elman'] as const;

/** The cases of the part `kernels`. */
export const cases: Case[] = [
  ...cells.flatMap((cell) => [128, 256, 512].map((units) => ({ cell, units, layers: 1, batch: 32, window: 64 }))),
  { cell: 'lstm', units: 128, layers: 2, batch: 50, window: 50 },
  { cell: 'lstm', units: 100, layers: 1, batch: 1, window: 64 },
];

/** Whether goals are set for a case: one layer, batch 32, window 64. */
export const isStandard = ({ layers, batch }: Case): boolean => layers === 1 && batch === 32;

/** A case for people, such as "lstm 1x128" or "lstm 2x128, batch 50, window 50". */
export const nameOf = (of: Case): string =>
  `${of.cell} ${of.layers}x${of.units}${isStandard(of) ? '' : `, batch ${of.batch}, window ${of.window}`}`;

const blocksOf: Partial<Record<CellName, number>> = { lstm: 4, gru: 3, elman: 1 };

/**
 * Floating-point operations of the products of one step: each forward product counts 2 m n k, and twice that again
 * backward. Nonlinearities and the optimiser are left out.
 * @param hasTable whether the first layer's input is computed once a symbol of the vocabulary instead of once a time
 * step of a lane, where that is less: only what is computed counts
 */
export function operationsOf({ cell, units, layers, batch, window, options }: Case, hasTable: boolean): number {
  const reads = batch * window;
  const block = blocksOf[cell]! * units;
  const inputs = (hasTable ? Math.min(vocabulary, reads) : reads) * embedding + (layers - 1) * reads * units;
  const ofState = block + (options?.peephole === 'full' ? 3 * units : 0);
  return 6 * (layers * reads * units * ofState + inputs * block + reads * units * vocabulary);
}
