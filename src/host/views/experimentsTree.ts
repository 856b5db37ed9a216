import type { TreeDataProvider, TreeItem } from 'vscode';
import { Disposable, EventEmitter } from 'vscode';
import { throttled } from '../throttled';
import type { Experiments } from '../lab/experiments';
import type { Runs, RunsChange } from '../lab/runs';
import type { ExperimentSummaries } from '../lab/experimentSummaries';
import { treeItem } from './treeItems';
import type { CheckpointNode, ExperimentNode, NodeOf, RunNode, TreeNode } from './treeNodes';

/** Redraws are at least this far apart. */
const redrawMs = 500;

/** The tree of experiments, runs and checkpoints. */
export class ExperimentsTree implements TreeDataProvider<TreeNode>, Disposable {
  private readonly nodes = new Map<string, TreeNode>();
  private readonly changed = new EventEmitter<TreeNode | undefined>();
  private readonly disposables: Disposable[];
  private readonly redraws = throttled(() => this.redraw(), redrawMs);
  private waiting: Set<string> | 'all' = new Set();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly experiments: Experiments,
    runs: Runs,
    private readonly summaries: ExperimentSummaries,
  ) {
    this.disposables = [
      this.changed,
      this.redraws,
      runs.onDidChange((change) => this.onRunsChanged(change)),
      experiments.files.onDidChange(() => this.request('all')),
      summaries.onDidChange(() => this.request('all')),
    ];
  }

  /** Redraws everything, as ages do once a minute. */
  refresh(): void {
    this.request('all');
  }

  async getChildren(parent?: TreeNode): Promise<TreeNode[]> {
    await this.experiments.ready;
    return parent ? childrenOf[parent.kind](this, parent as never) : this.experimentNodes();
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return node.kind === 'experiment' ? undefined : node.parent;
  }

  async getTreeItem(node: TreeNode): Promise<TreeItem> {
    return treeItem(this.current(node), this.summaries);
  }

  dispose(): void {
    Disposable.from(...this.disposables).dispose();
  }

  /** The rows of an experiment. */
  runNodes(parent: ExperimentNode): RunNode[] {
    const runs = this.experiments.find(parent.experiment.path)?.runs ?? [];
    return runs.map((run) => this.node({ kind: 'run', id: run.directory, run, parent }));
  }

  /** The rows of a run: the best checkpoint first, then the newest. */
  checkpointNodes(parent: RunNode): CheckpointNode[] {
    const { run } = parent;
    const checkpoints = [...(run.record?.checkpoints ?? [])];
    checkpoints.sort((a, b) => Number(b.isBest) - Number(a.isBest) || b.step - a.step);
    return checkpoints.map((checkpoint) =>
      this.node({ kind: 'checkpoint', id: `${run.directory}#${checkpoint.file}`, run, checkpoint, parent }),
    );
  }

  private experimentNodes(): ExperimentNode[] {
    return this.experiments
      .all()
      .map((experiment) => this.node({ kind: 'experiment', id: experiment.path, experiment }));
  }

  /** The one object for a row, brought up to date. */
  private node<N extends TreeNode>(fresh: N): N {
    const known = this.nodes.get(fresh.id);
    if (known) return Object.assign(known, fresh) as N;
    this.nodes.set(fresh.id, fresh);
    return fresh;
  }

  /** A row is drawn again without its parent: it looks up what is known now. */
  private current(node: TreeNode): TreeNode {
    if (node.kind === 'run') this.runNodes(node.parent);
    return node;
  }

  private onRunsChanged(change: RunsChange): void {
    this.request(change.isSetChanged ? 'all' : change.directories);
  }

  private request(wanted: 'all' | string[]): void {
    if (wanted === 'all') this.waiting = 'all';
    else if (this.waiting !== 'all') for (const id of wanted) this.waiting.add(id);
    this.redraws.request();
  }

  private redraw(): void {
    const waiting = this.waiting;
    this.waiting = new Set();
    if (waiting === 'all') return this.changed.fire(undefined);
    for (const id of waiting) this.redrawOne(id);
  }

  private redrawOne(id: string): void {
    const node = this.nodes.get(id);
    if (node) this.changed.fire(node);
  }
}

const childrenOf: { [K in TreeNode['kind']]: (tree: ExperimentsTree, node: NodeOf<K>) => TreeNode[] } = {
  experiment: (tree, node) => tree.runNodes(node),
  run: (tree, node) => tree.checkpointNodes(node),
  checkpoint: () => [],
};
