import * as vscode from 'vscode';
import { isLive, isResumable } from '../../protocol/run';
import type { ListedRun } from '../../runs/listRuns';
import type { Experiments, KnownExperiment } from '../lab/experiments';
import type { Runs } from '../lab/runs';
import { throttled } from '../throttled';

type Key = (experiments: KnownExperiment[], runs: ListedRun[]) => boolean;

const someRun =
  (isMeant: (run: ListedRun) => boolean): Key =>
  (_experiments, runs) =>
    runs.some(isMeant);

/** What the menus of the manifest ask for. */
const keys = {
  'unroll.isReady': () => true,
  'unroll.hasExperiments': (experiments) => experiments.some((experiment) => experiment.hasFile),
  'unroll.hasRuns': someRun((run) => run.state !== 'damaged'),
  'unroll.hasRunning': someRun((run) => run.state === 'running'),
  'unroll.hasPaused': someRun((run) => run.state === 'paused'),
  'unroll.hasLive': someRun((run) => run.state !== 'damaged' && isLive(run.state)),
  'unroll.hasResumable': someRun((run) => run.state !== 'damaged' && isResumable(run.state)),
  'unroll.hasEnded': someRun((run) => run.state === 'damaged' || !isLive(run.state)),
} satisfies Record<string, Key>;

/** Keeps the context keys true, so that no menu offers what cannot be done. */
export function keepContextKeys(experiments: Experiments, runs: Runs): vscode.Disposable {
  const set = new Map<string, boolean>();
  const update = throttled(() => {
    const [all, allRuns] = [experiments.all(), runs.all()];
    for (const [key, holds] of Object.entries<Key>(keys)) put(set, key, holds(all, allRuns));
  }, 200);
  void experiments.ready.then(() => update.request());
  return vscode.Disposable.from(
    update,
    runs.onDidChange(() => update.request()),
    experiments.files.onDidChange(() => experiments.files.isScanned && update.request()),
  );
}

function put(set: Map<string, boolean>, key: string, value: boolean): void {
  if (set.get(key) === value) return;
  set.set(key, value);
  void vscode.commands.executeCommand('setContext', key, value);
}
