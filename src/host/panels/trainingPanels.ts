import type { Disposable, WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { ViewColumn, window } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import { experimentFolder } from '../../runs/runRecord';
import type { Experiments } from '../lab/experiments';
import { fullRunName } from '../runWords';
import { TrainingPanel, type TrainingPanelParts } from './trainingPanel';

/** The kind of webview that the manifest names. */
const viewType = 'unroll.training';

/** The open training panels, one a run; they come back after the window was reloaded. */
export class TrainingPanels implements WebviewPanelSerializer, Disposable {
  private readonly open = new Map<string, TrainingPanel>();
  private readonly registration: Disposable;

  constructor(
    private readonly parts: TrainingPanelParts,
    private readonly experiments: Experiments,
  ) {
    this.registration = window.registerWebviewPanelSerializer(viewType, this);
  }

  /** Shows the panel of a run: the open one, or a new one. */
  show(run: ListedRun, options: { isBeside?: boolean } = {}): void {
    const panel = this.open.get(run.directory);
    if (panel) return panel.reveal();
    const column = options.isBeside ? ViewColumn.Beside : ViewColumn.Active;
    const place = { viewColumn: column, preserveFocus: options.isBeside };
    this.take(window.createWebviewPanel(viewType, fullRunName(run), place), run.directory);
  }

  /** Closes the panel of a run, if it is open. */
  close(directory: string): void {
    this.open.get(directory)?.dispose();
  }

  /** Fills a panel that VS Code has brought back with the run that it showed. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const directory = directoryIn(state) ?? (await this.directoryOf(panel.title));
    if (directory === undefined || this.open.has(directory)) return panel.dispose();
    this.take(panel, directory);
    await this.experiments.include(experimentFolder(directory));
  }

  /** The panels themselves stay: when the window is reloaded, VS Code brings back what is open then. */
  dispose(): void {
    this.registration.dispose();
  }

  /** VS Code in a browser saves a panel's state once a minute: after an early reload only the title is left. */
  private async directoryOf(title: string): Promise<string | undefined> {
    await this.experiments.ready;
    return this.parts.runs.all().find((run) => fullRunName(run) === title)?.directory;
  }

  private take(panel: WebviewPanel, directory: string): void {
    const shown = new TrainingPanel(panel, directory, this.parts);
    this.open.set(directory, shown);
    panel.onDidDispose(() => {
      this.open.delete(directory);
      shown.dispose();
    });
  }
}

function directoryIn(state: unknown): string | undefined {
  const directory = (state as { directory?: unknown } | undefined)?.directory;
  return typeof directory === 'string' ? directory : undefined;
}
