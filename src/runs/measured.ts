import { join } from 'node:path';
import type { StepLine } from '../protocol/columns';
import type { SampleLine, ValidationLine } from '../protocol/run';
import { fromJsonNumber, runFiles } from '../protocol/run';
import { LineTail } from './lineTail';

/** What a run had measured by a step, by its files. */
export interface Measured {
  /** The last training loss that is a number. */
  trainingLoss?: number;
  /** Validation losses by step, whatever number they are. */
  validation: Map<number, number>;
  /** The last validation loss that is a number, and the step that it is of. */
  last?: { step: number; validationLoss: number };
  best?: { step: number; validationLoss: number };
  /** The step of the last sampled text. */
  sampledAt?: number;
}

/** Reads what a run had measured when it stood at a step; what was written after it does not count. */
export async function readMeasured(directory: string, step: number): Promise<Measured> {
  const found: Measured = { validation: new Map() };
  await new LineTail(join(directory, runFiles.metrics)).read((value) => {
    const line = value as Partial<StepLine & ValidationLine> | null;
    if (typeof line?.step !== 'number' || line.step > step) return;
    if (line.loss !== undefined) stepTaken(found, line.step, fromJsonNumber(line.loss));
    if (line.validationLoss !== undefined) found.validation.set(line.step, fromJsonNumber(line.validationLoss));
  });
  await new LineTail(join(directory, runFiles.samples)).read((value) => {
    const line = value as Partial<SampleLine> | null;
    if (typeof line?.step === 'number' && line.step <= step) found.sampledAt = line.step;
  });
  return { ...found, ...extremes(found.validation) };
}

/** A step that is taken again takes the place of what was measured from there on. */
function stepTaken(found: Measured, step: number, loss: number): void {
  if (Number.isFinite(loss)) found.trainingLoss = loss;
  for (const later of [...found.validation.keys()].reverse()) {
    if (later < step) break;
    found.validation.delete(later);
  }
}

function extremes(validation: Map<number, number>): Pick<Measured, 'last' | 'best'> {
  let last: Measured['last'];
  let best: Measured['best'];
  for (const [step, validationLoss] of validation) {
    if (!Number.isFinite(validationLoss)) continue;
    last = { step, validationLoss };
    if (!best || validationLoss < best.validationLoss) best = last;
  }
  return { last, best };
}
