import * as l10n from '@vscode/l10n';
import { NotFiniteError } from '../engine/training/notFiniteError';
import type { RunProblem } from '../protocol/run';
import { UserError } from '../protocol/userError';

/** What a run records of a failure. @param step the last step taken */
export function problemOf(error: unknown, step: number): RunProblem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotFiniteError)
    return { message, remedy: error.remedy, step: error.step, parameter: error.parameter };
  const report = l10n.t("This is a mistake in Unroll: please report it, with the end of the run's log.");
  return { message, remedy: error instanceof UserError ? error.remedy : report, step };
}

/** What the log says of a failure: the sentences of one that a person can mend, the stack of a bug. */
export function logText(error: unknown): string {
  return error instanceof UserError ? error.text : String((error as Error | undefined)?.stack ?? error);
}
