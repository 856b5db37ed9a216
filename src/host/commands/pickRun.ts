import { CancellationError, Uri, window } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import type { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { experimentPathOfRun, isExperimentFile } from '../lab/experimentName';
import { stateWords } from '../../protocol/stateWords';
import { plainLabel } from '../plainText';
import { fullRunName, runDescription } from '../runWords';

/** Which runs a command is for. */
export interface RunChoice {
  placeholder: string;
  isFitting: (run: ListedRun) => boolean;
  /** What to say where there is none. */
  none: UserError;
}

/**
 * The run that a command is for: the row or folder that it was started with; else, of the fitting runs, the only one,
 * or the one that the person picks.
 * @throws CancellationError where nothing is picked
 */
export async function pickRun(lab: Lab, target: unknown, choice: RunChoice): Promise<ListedRun> {
  const named = runOf(lab, target);
  if (named) return named;
  await lab.experiments.ready;
  const runs = preferred(lab.runs.all().filter(choice.isFitting), target);
  if (runs.length === 0) throw choice.none;
  if (runs.length === 1) return runs[0]!;
  const picked = await window.showQuickPick(
    runs.map((run) => ({
      label: plainLabel(fullRunName(run)),
      description: runDescription(run),
      detail: stateWords(run.state),
      run,
    })),
    { placeHolder: choice.placeholder, matchOnDescription: true },
  );
  if (!picked) throw new CancellationError();
  return picked.run;
}

/** The run of a tree row or of a run folder's path. */
export function runOf(lab: Lab, target: unknown): ListedRun | undefined {
  if (typeof target === 'string') return lab.runs.find(target);
  const run = (target as { run?: ListedRun } | undefined)?.run;
  return run && (lab.runs.find(run.directory) ?? run);
}

/** From an experiment file's editor or row, its own runs come before all others. */
function preferred(runs: ListedRun[], target: unknown): ListedRun[] {
  const path = experimentPathOf(target);
  const own = path === undefined ? [] : runs.filter((run) => experimentPathOfRun(run) === path);
  return own.length > 0 ? own : runs;
}

/** The experiment file that a command was started with or that is being edited. */
export function experimentPathOf(target: unknown): string | undefined {
  if (target instanceof Uri && isExperimentFile(target.fsPath)) return target.fsPath;
  const row = target as { experiment?: { path: string }; parent?: { experiment?: { path: string } } } | undefined;
  const ofRow = row?.experiment?.path ?? row?.parent?.experiment?.path;
  if (ofRow !== undefined) return ofRow;
  const active = window.activeTextEditor?.document.uri;
  return active?.scheme === 'file' && isExperimentFile(active.fsPath) ? active.fsPath : undefined;
}
