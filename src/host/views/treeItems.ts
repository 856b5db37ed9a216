import * as vscode from 'vscode';
import { isLive, isResumable } from '../../protocol/run';
import type { ListedRun } from '../../runs/listRuns';
import type { ExperimentSummaries } from '../lab/experimentSummaries';
import { checkpointDescription, runDescription, runName, stepText } from '../runWords';
import { checkpointTooltip, experimentTooltip, runTooltip } from './tooltips';
import type { NodeOf, TreeNode } from './treeNodes';

const { l10n } = vscode;
const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;

/** How a row looks, what it says, and which menus it has (`contextValue`). */
export async function treeItem(node: TreeNode, summaries: ExperimentSummaries): Promise<vscode.TreeItem> {
  const item = await itemOf[node.kind](node as never, summaries);
  item.id = node.id;
  return item;
}

const itemOf: {
  [K in TreeNode['kind']]: (
    node: NodeOf<K>,
    summaries: ExperimentSummaries,
  ) => vscode.TreeItem | Promise<vscode.TreeItem>;
} = {
  experiment: async ({ experiment }, summaries) => {
    const item = new vscode.TreeItem(experiment.name, experiment.runs.length > 0 ? Expanded : None);
    item.description = experiment.hasFile ? await summaries.of(experiment.path) : l10n.t('its file is gone');
    item.iconPath = new vscode.ThemeIcon('beaker');
    item.contextValue = experiment.hasFile ? 'experiment' : 'experiment missing';
    item.tooltip = experimentTooltip(experiment, item.description);
    return item;
  },
  run: ({ run, parent }) => {
    const item = new vscode.TreeItem(runName(run), run.record?.checkpoints.length ? Collapsed : None);
    item.description = runDescription(run);
    item.iconPath = runIcon(run);
    item.contextValue = runContext(run, parent.experiment.hasFile);
    item.tooltip = runTooltip(run);
    if (run.state !== 'damaged') item.command = openPanel(run);
    return item;
  },
  checkpoint: ({ checkpoint }) => {
    const item = new vscode.TreeItem(checkpoint.isBest ? l10n.t('best') : stepText(checkpoint.step), None);
    item.description = checkpointDescription(checkpoint);
    item.iconPath = new vscode.ThemeIcon(checkpoint.isBest ? 'star-empty' : 'circle-small');
    item.contextValue = 'checkpoint';
    item.tooltip = checkpointTooltip(checkpoint);
    return item;
  },
};

const openPanel = (run: ListedRun): vscode.Command => ({
  command: 'unroll.openTrainingPanel',
  title: l10n.t('Open Training Panel'),
  arguments: [run.directory],
});

/** Words that the menus look for: the state first, then what the run has. */
function runContext(run: ListedRun, hasExperiment: boolean): string {
  const isDamaged = run.state === 'damaged';
  const words = ['run', run.state as string];
  if (run.state !== 'damaged' && isResumable(run.state) && run.record?.checkpoints.length) words.push('isResumable');
  if (!isDamaged && (run.record?.checkpoints.length || isLive(run.state as never))) words.push('hasCheckpoint');
  if (hasExperiment) words.push('hasExperiment');
  return words.join(' ');
}

function runIcon(run: ListedRun): vscode.ThemeIcon {
  const [name, color] = icons[run.wrong ? 'damaged' : run.state];
  return new vscode.ThemeIcon(name, color ? new vscode.ThemeColor(color) : undefined);
}

const icons: { [S in ListedRun['state']]: [name: string, color?: string] } = {
  running: ['sync~spin', 'unroll.training'],
  paused: ['debug-pause', 'unroll.training'],
  finished: ['check', 'unroll.state'],
  stopped: ['debug-stop', 'icon.foreground'],
  failed: ['error', 'unroll.alarm'],
  interrupted: ['debug-disconnect', 'icon.foreground'],
  damaged: ['warning', 'unroll.alarm'],
};
