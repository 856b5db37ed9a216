import * as vscode from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import { experimentFolder } from '../../runs/runRecord';
import type { Experiments } from '../lab/experiments';
import { fullRunName } from '../runWords';
import { TrainingPanel, type TrainingPanelParts } from './trainingPanel';

/** The kind of webview that the manifest names. */
const viewType = 'unroll.training';

/** The open training panels, one a run; they come back after the window was reloaded. */
export class TrainingPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly open = new Map<string, TrainingPanel>();
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly parts: TrainingPanelParts,
    private readonly experiments: Experiments,
  ) {
    this.registration = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  /** Shows the panel of a run: the open one, or a new one. */
  show(run: ListedRun, options: { isBeside?: boolean } = {}): void {
    const panel = this.open.get(run.directory);
    if (panel) return panel.reveal();
    const column = options.isBeside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const place = { viewColumn: column, preserveFocus: options.isBeside };
    this.take(vscode.window.createWebviewPanel(viewType, fullRunName(run), place), run.directory);
  }

  /** Closes the panel of a run, if it is open. */
  close(directory: string): void {
    this.open.get(directory)?.dispose();
  }

  /** Fills a panel that VS Code has brought back with the run that it showed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const directory = (state as { directory?: unknown } | undefined)?.directory;
    if (typeof directory !== 'string' || this.open.has(directory)) return panel.dispose();
    this.take(panel, directory);
    await this.experiments.include(experimentFolder(directory));
  }

  dispose(): void {
    this.registration.dispose();
    for (const panel of this.open.values()) panel.dispose();
  }

  private take(panel: vscode.WebviewPanel, directory: string): void {
    const shown = new TrainingPanel(panel, directory, this.parts);
    this.open.set(directory, shown);
    panel.onDidDispose(() => {
      this.open.delete(directory);
      shown.dispose();
    });
  }
}
