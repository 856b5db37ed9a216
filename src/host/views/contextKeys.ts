import { commands, Disposable } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import type { Experiments, KnownExperiment } from '../lab/experiments';
import { canResume, canShow, isAlive } from '../lab/runAbilities';
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
  'unroll.hasRuns': someRun(canShow),
  'unroll.hasCheckpoints': someRun((run) => (run.record?.checkpoints.length ?? 0) > 0),
  'unroll.hasRunning': someRun((run) => run.state === 'running'),
  'unroll.hasPaused': someRun((run) => run.state === 'paused'),
  'unroll.hasLive': someRun(isAlive),
  'unroll.hasResumable': someRun(canResume),
  'unroll.hasEnded': someRun((run) => !isAlive(run)),
} satisfies Record<string, Key>;

/** Keeps the context keys true, so that no menu offers what cannot be done. */
export function keepContextKeys(experiments: Experiments, runs: Runs): Disposable {
  const set = new Map<string, boolean>();
  const update = throttled(() => {
    const [all, allRuns] = [experiments.all(), runs.all()];
    for (const [key, holds] of Object.entries<Key>(keys)) put(set, key, holds(all, allRuns));
  }, 200);
  void experiments.ready.then(() => update.request());
  return Disposable.from(
    update,
    runs.onDidChange(() => update.request()),
    experiments.files.onDidChange(() => experiments.files.isScanned && update.request()),
  );
}

function put(set: Map<string, boolean>, key: string, value: boolean): void {
  if (set.get(key) === value) return;
  set.set(key, value);
  void commands.executeCommand('setContext', key, value);
}
