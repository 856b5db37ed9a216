import type { Command } from 'vscode';
import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import type { ExperimentSummaries } from '../lab/experimentSummaries';
import { canResume, canSample, canShow } from '../lab/runAbilities';
import { checkpointDescription, runDescription, runName, stepText } from '../runWords';
import { checkpointTooltip, experimentTooltip, runTooltip } from './tooltips';
import type { NodeOf, TreeNode } from './treeNodes';

const { Collapsed, Expanded, None } = TreeItemCollapsibleState;

/** How a row looks, what it says, and which menus it has (`contextValue`). */
export async function treeItem(node: TreeNode, summaries: ExperimentSummaries): Promise<TreeItem> {
  const item = await itemOf[node.kind](node as never, summaries);
  item.id = identity(node);
  return item;
}

/** An experiment with its first run is a new row to VS Code: a row that had nothing to unfold would stay folded. */
const identity = (node: TreeNode): string =>
  node.kind === 'experiment' && node.experiment.runs.length === 0 ? `${node.id}#new` : node.id;

const itemOf: {
  [K in TreeNode['kind']]: (node: NodeOf<K>, summaries: ExperimentSummaries) => TreeItem | Promise<TreeItem>;
} = {
  experiment: async ({ experiment }, summaries) => {
    const item = new TreeItem(experiment.name, experiment.runs.length > 0 ? Expanded : None);
    item.description = experiment.hasFile ? await summaries.of(experiment.path) : l10n.t('its file is gone');
    item.iconPath = new ThemeIcon('beaker');
    item.contextValue = experiment.hasFile ? 'experiment' : 'experiment missing';
    item.tooltip = experimentTooltip(experiment, item.description);
    return item;
  },
  run: ({ run, parent }) => {
    const item = new TreeItem(runName(run), run.record?.checkpoints.length ? Collapsed : None);
    item.description = runDescription(run);
    item.iconPath = runIcon(run);
    item.contextValue = runContext(run, parent.experiment.hasFile);
    item.tooltip = runTooltip(run);
    if (canShow(run)) item.command = openPanel(run);
    return item;
  },
  checkpoint: ({ checkpoint, run }) => {
    const torn = run.torn?.[checkpoint.file];
    const item = new TreeItem(checkpoint.isBest ? l10n.t('best') : stepText(checkpoint.step), None);
    item.description = checkpointDescription(checkpoint);
    item.iconPath = torn ? icon('damaged') : new ThemeIcon(checkpoint.isBest ? 'star-empty' : 'circle-small');
    item.contextValue = 'checkpoint';
    item.tooltip = torn ?? checkpointTooltip(checkpoint);
    return item;
  },
};

const openPanel = (run: ListedRun): Command => ({
  command: 'unroll.openTrainingPanel',
  title: l10n.t('Open Training Panel'),
  arguments: [run.directory],
});

/** Words that the menus look for: the state first, then what can be done with the run. */
function runContext(run: ListedRun, hasExperiment: boolean): string {
  const words: [string, boolean][] = [
    ['isResumable', canResume(run)],
    ['hasCheckpoint', canSample(run)],
    ['hasExperiment', hasExperiment],
  ];
  return ['run', run.state, ...words.filter(([, holds]) => holds).map(([word]) => word)].join(' ');
}

const runIcon = (run: ListedRun): ThemeIcon => icon(run.wrong ? 'damaged' : run.state);

function icon(state: ListedRun['state']): ThemeIcon {
  const [name, color] = icons[state];
  return new ThemeIcon(name, color ? new ThemeColor(color) : undefined);
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
