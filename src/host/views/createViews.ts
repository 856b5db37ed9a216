import * as vscode from 'vscode';
import type { Lab } from '../lab';
import { DatasetsTree } from './datasetsTree';
import { ExperimentsTree } from './experimentsTree';

/** Ages in the tree are written anew this often. */
const ageMs = 60_000;

/** The views of our container. */
export interface Views extends vscode.Disposable {
  experiments: ExperimentsTree;
  datasets: DatasetsTree;
  readonly isVisible: boolean;
  onDidChangeVisibility: vscode.Event<unknown>;
}

/** Both views, with the number of running sessions on the icon. */
export function createViews(lab: Lab): Views {
  const experiments = new ExperimentsTree(lab.experiments, lab.runs, lab.summaries);
  const datasets = new DatasetsTree(lab.datasets);
  const tree = vscode.window.createTreeView('unroll.experiments', {
    treeDataProvider: experiments,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const list = vscode.window.createTreeView('unroll.datasets', { treeDataProvider: datasets });
  const clock = setInterval(() => tree.visible && experiments.refresh(), ageMs);
  const badge = lab.runs.onDidChange(() => showBadge(tree, lab.runs.live().length));
  const stopClock = new vscode.Disposable(() => clearInterval(clock));
  return {
    experiments,
    datasets,
    get isVisible() {
      return tree.visible;
    },
    onDidChangeVisibility: tree.onDidChangeVisibility,
    dispose: () => vscode.Disposable.from(experiments, datasets, tree, list, badge, stopClock).dispose(),
  };
}

function showBadge(tree: vscode.TreeView<unknown>, count: number): void {
  if ((tree.badge?.value ?? 0) === count) return;
  const tooltip = count === 1 ? vscode.l10n.t('1 session') : vscode.l10n.t('{0} sessions', count);
  tree.badge = count === 0 ? undefined : { value: count, tooltip };
}
