/*
 * The numbers by which source/kernels.h names things. codes.test.ts compares them with it.
 */

export const networkArrays = { values: 0, gradient: 1, slot0: 2, slot1: 3 };

export const passArrays = {
  symbols: 0,
  targets: 1,
  features: 2,
  logits: 3,
  losses: 4,
  outputGradient: 5,
  featureGradient: 6,
  hidden: 7,
  cell: 8,
  gates: 9,
  norms: 10,
  hiddenGradient: 11,
  cellGradient: 12,
  initialHiddenGradient: 13,
  initialCellGradient: 14,
  squaredNorms: 15,
};

export type PassArray = keyof typeof passArrays;

export const keeps = { gates: 1, gradients: 2, reach: 4, stateGradients: 8, dropout: 16 };

export const wants = { norms: 1, lastOnly: 2, stateGradients: 4, noWeights: 8, chained: 16, nextLane: 32, alone: 64 };

export const optimisers = { sgd: 0, rmsprop: 1, adam: 2, nesterov: 3, adamw: 4, adagrad: 5 };

/** The bits of the flags that are set. */
export function flagsOf<Name extends string>(codes: Record<Name, number>, set: Partial<Record<Name, boolean>>): number {
  return (Object.keys(codes) as Name[]).reduce((flags, name) => (set[name] ? flags | codes[name] : flags), 0);
}
