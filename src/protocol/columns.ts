import {
  fromJsonNumber,
  isJsonNumber,
  toJsonNumber,
  type JsonNumber,
  type NonFiniteStep,
  type ValidationLine,
} from './run';

/**
 * What is known of a step, a column each: in metrics.jsonl, in memory, in the panel and on the command line. A new one is
 * added here and where it is computed.
 */
export interface StepValues {
  step: number;
  /** From 1. */
  epoch: number;
  /** Training loss: mean over batch and counted time steps, nats a symbol. */
  loss: number;
  /** Norm of the whole gradient before and after clipping. */
  gradientNorm: number;
  clippedNorm: number;
  /** The regulariser that keeps gradients alive, without its coefficient; where the experiment has one. */
  regulariser?: number;
  /** The one that the step was taken with. */
  learningRate: number;
  /** Duration of the step. */
  stepMs: number;
  /** Only where loss or gradient was not finite: what was done. `clippedNorm` is then 0, or that of the random step. */
  nonFinite?: NonFiniteStep;
}

type Name = keyof StepValues;

/** How `nonFinite` of a step stands in a column; 0: there was nothing to do. */
export const nonFiniteCodes: Record<NonFiniteStep, number> = { skipped: 1, randomStep: 2 };

/** What a column needs beside its name: of one that may be missing the number that stands for that. */
interface Optional {
  absent: number;
  /** Numbers that stand for words. */
  codes?: Readonly<Record<string, number>>;
}
interface Required {
  absent?: undefined;
}

/** The columns, in the order of a line. */
const columns: { [K in Name]-?: undefined extends StepValues[K] ? Optional : Required } = {
  step: {},
  epoch: {},
  loss: {},
  gradientNorm: {},
  clippedNorm: {},
  regulariser: { absent: NaN },
  learningRate: {},
  stepMs: {},
  nonFinite: { absent: 0, codes: nonFiniteCodes },
};

/** The names of the columns. */
export const columnNames = Object.keys(columns) as Name[];

/** Numbers that are finite whatever happens. */
type Finite = 'step' | 'epoch' | 'learningRate' | 'stepMs';
type Written<Value> = Value extends number ? JsonNumber : Value;

/** A line of metrics.jsonl for one step. */
export type StepLine = { [K in keyof StepValues]: K extends Finite ? StepValues[K] : Written<StepValues[K]> };

/** Either line of metrics.jsonl. Where the step goes back (a resumed run), what follows replaces what stood from there on. */
export type MetricsLine = StepLine | ValidationLine;

/** Steps as columns, one entry a step. Non-finite numbers are kept. */
export type StepColumns = Record<Name, Float64Array>;

/** What is known of a step as it stands in metrics.jsonl; what is missing is left out. */
export function stepLine(values: StepValues): StepLine {
  const written = columnNames
    .map((name) => [name, values[name]] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, typeof value === 'number' ? toJsonNumber(value) : value]);
  return Object.fromEntries(written) as StepLine;
}

const required = columnNames.filter((name) => columns[name].absent === undefined);

/** Whether something that was read from metrics.jsonl is the line of a step. */
export function isStepLine(line: unknown): line is StepLine {
  const fields = line as Record<string, unknown> | null;
  return typeof fields?.['step'] === 'number' && required.every((name) => isJsonNumber(fields[name]));
}

/** What stands in the column of a line. */
export function columnValue(line: StepLine, name: Name): number {
  const value = line[name];
  const { absent = NaN, codes } = columns[name] as Partial<Optional>;
  if (codes) return codes[value as string] ?? absent;
  return value === undefined ? absent : fromJsonNumber(value as JsonNumber);
}

/** Columns, each made by its name. */
export const stepColumns = (make: (name: Name) => Float64Array): StepColumns =>
  Object.fromEntries(columnNames.map((name) => [name, make(name)])) as StepColumns;
