import type { Disposable, WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { TabInputWebview, ViewColumn, window } from 'vscode';
import type { ListedRun } from '../../runs/listRuns';
import { experimentFolder } from '../../runs/runRecord';
import type { Experiments } from '../lab/experiments';
import { isAlive } from '../lab/runAbilities';
import { fullRunName } from '../runWords';
import type { OpenPanels } from './openPanels';
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
    private readonly remembered: OpenPanels,
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

  /** Opens the panels of live runs that were open when the window was left and that VS Code does not bring back. */
  async restore(): Promise<void> {
    const directories = await this.remembered.read();
    if (directories.length === 0) return;
    await Promise.all(directories.map((directory) => this.experiments.include(experimentFolder(directory))));
    const runs = directories.map((directory) => this.parts.runs.find(directory));
    for (const run of runs) if (run && isAlive(run) && !hasTab(fullRunName(run))) this.show(run, { isBeside: true });
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
    this.remembered.write([...this.open.keys()]);
    panel.onDidDispose(() => {
      this.open.delete(directory);
      this.remembered.write([...this.open.keys()]);
      shown.dispose();
    });
  }
}

/** Whether a panel stands in some tab, also one that was not looked at since the window was opened. */
function hasTab(title: string): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input, label }) => input instanceof TabInputWebview && label === title);
}

function directoryIn(state: unknown): string | undefined {
  const directory = (state as { directory?: unknown } | undefined)?.directory;
  return typeof directory === 'string' ? directory : undefined;
}
