import type { Event, TreeView } from 'vscode';
import { Disposable, l10n, window } from 'vscode';
import type { Lab } from '../lab';
import { DatasetsTree } from './datasetsTree';
import { ExperimentsTree } from './experimentsTree';

/** Ages in the tree are written anew this often. */
const ageMs = 60_000;

/** The views of our container. */
export interface Views extends Disposable {
  experiments: ExperimentsTree;
  datasets: DatasetsTree;
  readonly isVisible: boolean;
  onDidChangeVisibility: Event<unknown>;
}

/** Both views, with the number of running sessions on the icon. */
export function createViews(lab: Lab): Views {
  const experiments = new ExperimentsTree(lab.experiments, lab.runs, lab.summaries);
  const datasets = new DatasetsTree(lab.datasets);
  const tree = window.createTreeView('unroll.experiments', {
    treeDataProvider: experiments,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const list = window.createTreeView('unroll.datasets', { treeDataProvider: datasets });
  const clock = setInterval(() => tree.visible && experiments.refresh(), ageMs);
  const badge = lab.runs.onDidChange(() => showBadge(tree, lab.runs.live().length));
  const stopClock = new Disposable(() => clearInterval(clock));
  return {
    experiments,
    datasets,
    get isVisible() {
      return tree.visible;
    },
    onDidChangeVisibility: tree.onDidChangeVisibility,
    dispose: () => Disposable.from(experiments, datasets, tree, list, badge, stopClock).dispose(),
  };
}

function showBadge(tree: TreeView<unknown>, count: number): void {
  if ((tree.badge?.value ?? 0) === count) return;
  const tooltip = count === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', count);
  tree.badge = count === 0 ? undefined : { value: count, tooltip };
}
