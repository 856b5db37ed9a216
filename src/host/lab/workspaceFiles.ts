import { Disposable, EventEmitter, workspace } from 'vscode';

const excluded = '{**/node_modules/**,**/.unroll/**,**/.git/**}';
const isExcluded = (path: string): boolean => /[\\/](node_modules|\.unroll|\.git)[\\/]/.test(path);

/** The files of the workspace that match a pattern, kept up to date. */
export class WorkspaceFiles implements Disposable {
  private readonly paths = new Set<string>();
  private readonly changed = new EventEmitter<void>();
  private readonly edited = new EventEmitter<string>();
  private readonly disposables: Disposable[] = [this.changed, this.edited];
  private scan: Promise<void> | undefined;

  /** Files came or went. */
  readonly onDidChange = this.changed.event;
  /** The content of a file changed on disk. */
  readonly onDidEdit = this.edited.event;

  constructor(private readonly glob: string) {
    const watcher = workspace.createFileSystemWatcher(glob);
    this.disposables.push(
      watcher,
      watcher.onDidCreate((uri) => this.add(uri.fsPath)),
      watcher.onDidDelete((uri) => this.remove(uri.fsPath)),
      watcher.onDidChange((uri) => this.edited.fire(uri.fsPath)),
      workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
    );
  }

  /** Resolves when the workspace has been searched once. */
  get ready(): Promise<void> {
    return (this.scan ??= this.search());
  }

  /** Whether the workspace has been searched. */
  isScanned = false;

  /** Absolute paths, sorted. */
  all(): string[] {
    return [...this.paths].sort((a, b) => a.localeCompare(b));
  }

  /** Searches the workspace again. */
  refresh(): Promise<void> {
    return (this.scan = this.search());
  }

  /** Takes in a file at once, before the file watcher sees it. */
  add(path: string): void {
    if (isExcluded(path) || this.paths.has(path)) return;
    this.paths.add(path);
    this.changed.fire();
  }

  dispose(): void {
    Disposable.from(...this.disposables).dispose();
  }

  private remove(path: string): void {
    if (this.paths.delete(path)) this.changed.fire();
  }

  private async search(): Promise<void> {
    const found = await workspace.findFiles(this.glob, excluded);
    this.paths.clear();
    for (const uri of found) if (uri.scheme === 'file') this.paths.add(uri.fsPath);
    this.isScanned = true;
    this.changed.fire();
  }
}
