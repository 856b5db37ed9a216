import { matrixInitialisers, type Initialiser } from '../../protocol/initialiserSchema';

/**
 * How a parameter begins where its cell says it, whatever "init" of the experiment says: as "init" draws a matrix, or all
 * of it as one number.
 */
export type InitialValues = Initialiser | 'zeros' | 'ones' | number;

/** The words that name one; beside them stand numbers and a spectral radius. */
export const initialWords = [...matrixInitialisers, 'zeros', 'ones'] as const;

/** The number that all of a parameter begins with, where it is one. */
export function constantOf(initial: InitialValues): number | undefined {
  if (initial === 'zeros' || initial === 'ones') return initial === 'ones' ? 1 : 0;
  return typeof initial === 'number' ? initial : undefined;
}

/** Whether it is drawn as a matrix, and as one of which each gate's part is square. */
export const needsMatrix = (initial: InitialValues): boolean =>
  initial !== 'uniform' && constantOf(initial) === undefined;
export const needsSquares = (initial: InitialValues): boolean => typeof initial === 'object';

/** Whether a value is one. */
export function isInitialValues(value: unknown): value is InitialValues {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return (initialWords as readonly string[]).includes(value);
  const { name, radius, ...others } = (value ?? {}) as Record<string, unknown>;
  return name === 'spectral-radius' && typeof radius === 'number' && radius > 0 && Object.keys(others).length === 0;
}

/** As a person says it. */
export const initialText = (initial: InitialValues): string =>
  typeof initial === 'object' ? `${initial.name} ${initial.radius}` : String(initial);
