import { dirname } from 'node:path';
import type { Disposable } from 'vscode';
import { workspace } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import { experimentFolder } from '../../runs/runRecord';
import { experimentName, experimentPathOfRun } from './experimentName';
import type { Runs } from './runs';
import { WorkspaceFiles } from './workspaceFiles';

/** An experiment of the workspace with its runs, newest first. */
export interface KnownExperiment {
  path: string;
  name: string;
  /** False where only runs are left of it. */
  hasFile: boolean;
  runs: ListedRun[];
}

/** The experiments of the workspace: their files, and the runs beside them. */
export class Experiments implements Disposable {
  readonly files = new WorkspaceFiles('**/*.unroll.json');
  private readonly runFolders = new Set<string>();
  private readonly included = new Set<string>();
  private readonly subscription: Disposable;
  private started: Promise<void> | undefined;

  constructor(private readonly runs: Runs) {
    this.subscription = this.files.onDidChange(() => void this.follow());
  }

  /** Resolves when the workspace has been searched and its runs have been listed once. */
  get ready(): Promise<void> {
    return (this.started ??= this.refresh());
  }

  /** All experiments, by path. */
  all(): KnownExperiment[] {
    const found = new Map<string, KnownExperiment>();
    for (const path of this.files.all()) found.set(path, { path, name: experimentName(path), hasFile: true, runs: [] });
    for (const run of this.runs.all()) {
      const path = experimentPathOfRun(run);
      const experiment = found.get(path) ?? { path, name: experimentName(path), hasFile: false, runs: [] };
      experiment.runs.push(run);
      found.set(path, experiment);
    }
    for (const { runs } of found.values()) runs.sort((a, b) => b.number - a.number);
    return [...found.values()].sort((a, b) => a.path.localeCompare(b.path));
  }

  /** The experiment with that file. */
  find(path: string): KnownExperiment | undefined {
    return this.all().find((experiment) => experiment.path === path);
  }

  /** Searches and lists everything again. */
  async refresh(): Promise<void> {
    const records = await workspace.findFiles('**/.unroll/runs/*/run.json', '**/node_modules/**');
    this.runFolders.clear();
    for (const uri of records) this.runFolders.add(experimentFolder(dirname(uri.fsPath)));
    await this.files.refresh();
    await this.follow();
    await this.runs.refresh();
  }

  /** Follows the runs in a folder too, though no experiment of the workspace lies there. */
  include(folder: string): Promise<void> {
    this.included.add(folder);
    return this.follow();
  }

  dispose(): void {
    this.subscription.dispose();
    this.files.dispose();
  }

  private follow(): Promise<void> {
    const ofFiles = this.files.all().map((path) => dirname(path));
    return this.runs.follow([...new Set([...ofFiles, ...this.runFolders, ...this.included])]);
  }
}
