import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { TreeDataProvider } from 'vscode';
import { Disposable, EventEmitter, l10n, ThemeIcon, TreeItem, Uri, workspace } from 'vscode';
import { formatBytes } from '../../protocol/words';
import type { Datasets } from '../lab/datasets';
import { throttled } from '../throttled';

/** A text of the workspace. */
export interface DatasetNode {
  path: string;
}

/** The list of texts that experiments can be trained on. */
export class DatasetsTree implements TreeDataProvider<DatasetNode>, Disposable {
  private readonly nodes = new Map<string, DatasetNode>();
  private readonly changed = new EventEmitter<DatasetNode | undefined>();
  private readonly redraws = throttled(() => this.changed.fire(undefined), 500);
  private readonly subscription: Disposable;

  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly datasets: Datasets) {
    this.subscription = Disposable.from(
      datasets.files.onDidChange(() => this.redraws.request()),
      datasets.files.onDidEdit(() => this.redraws.request()),
      datasets.onDidCount((path) => this.changed.fire(this.nodes.get(path))),
    );
  }

  async getChildren(parent?: DatasetNode): Promise<DatasetNode[]> {
    await this.datasets.files.ready;
    return parent ? [] : this.datasets.files.all().map((path) => this.node(path));
  }

  async getTreeItem({ path }: DatasetNode): Promise<TreeItem> {
    const item = new TreeItem(basename(path));
    item.id = path;
    item.iconPath = new ThemeIcon('file');
    item.description = await this.description(path);
    item.tooltip = path;
    item.contextValue = 'dataset';
    item.command = { command: 'vscode.open', title: l10n.t('Open'), arguments: [Uri.file(path)] };
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.redraws.dispose();
    this.changed.dispose();
  }

  /** Characters where they are counted already, else bytes; the count draws the row again when it comes. */
  private async description(path: string): Promise<string> {
    const file = await stat(path).catch(() => undefined);
    if (!file) return '';
    const folder = workspace.asRelativePath(dirname(path), false);
    const place = folder === dirname(path) || folder === '' ? '' : ` · ${folder}`;
    return (this.datasets.counted(path, file) ?? formatBytes(file.size)) + place;
  }

  private node(path: string): DatasetNode {
    const node = this.nodes.get(path) ?? { path };
    this.nodes.set(path, node);
    return node;
  }
}
