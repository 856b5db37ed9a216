import * as vscode from 'vscode';
import type { FromTrainingPanel, ToTrainingPanel } from '../../protocol/trainingPanel';
import { errorText } from '../../protocol/userError';
import { listRun, type ListedRun } from '../../runs/listRuns';
import { readFrozenExperiment } from '../../runs/runFolder';
import { RunReader } from '../../runs/runReader';
import type { Runs } from '../lab/runs';
import { fullRunName } from '../runWords';
import { trainingPanelHtml } from './trainingPanelHtml';

/** What a training panel needs from the host. */
export interface TrainingPanelParts {
  extensionUri: vscode.Uri;
  runs: Runs;
  log: vscode.LogOutputChannel;
  /** Carries out what the panel asks for, except `ready`. */
  answer(directory: string, request: PanelRequest): Promise<void>;
}

/** What the panel asks for once it stands. */
export type PanelRequest = Exclude<FromTrainingPanel, { type: 'ready' }>;

/** The training panel of one run. All it shows is read from the run's files; a live session only says when to look. */
export class TrainingPanel implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[];
  private reader: RunReader | undefined;
  private isReading = false;
  private isMoreWanted = false;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly directory: string,
    private readonly parts: TrainingPanelParts,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(parts.extensionUri, 'dist', 'webview')],
    };
    panel.iconPath = icons(parts.extensionUri);
    this.subscriptions = [
      webview.onDidReceiveMessage((message: FromTrainingPanel) => void this.onMessage(message)),
      panel.onDidChangeViewState(() => this.onViewStateChanged()),
      parts.runs.onDidChange(({ directories }) => directories.includes(directory) && this.onRunChanged()),
    ];
    webview.html = trainingPanelHtml(webview, parts.extensionUri, directory);
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.reader = undefined;
    vscode.Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  private async onMessage(message: FromTrainingPanel): Promise<void> {
    try {
      await (message.type === 'ready' ? this.open() : this.parts.answer(this.directory, message));
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      this.parts.log.error(errorText(error));
      this.post({ type: 'notice', message: errorText(error) });
    }
  }

  /** A hidden panel is destroyed; it gets everything again when it is ready the next time. */
  private onViewStateChanged(): void {
    if (!this.panel.visible) this.reader = undefined;
  }

  private async open(): Promise<void> {
    const reader = new RunReader(this.directory);
    const experiment = await readFrozenExperiment(this.directory);
    const run = await this.run();
    if (!run?.record) return;
    this.panel.title = fullRunName(run);
    this.reader = reader;
    this.post({ type: 'open', run: run.record, experiment, number: run.number });
    await this.read();
  }

  private async run(): Promise<ListedRun | undefined> {
    return this.parts.runs.find(this.directory) ?? (await listRun(this.directory));
  }

  private onRunChanged(): void {
    const record = this.parts.runs.find(this.directory)?.record;
    if (!this.reader || !record) return;
    this.post({ type: 'run', run: record });
    void this.read().catch((error: unknown) => this.parts.log.error(errorText(error)));
  }

  /** Sends what is new in the files. One reading at a time; who asks meanwhile is served by one more. */
  private async read(): Promise<void> {
    this.isMoreWanted = true;
    if (this.isReading) return;
    this.isReading = true;
    try {
      while (this.isMoreWanted) await this.readOnce();
    } finally {
      this.isReading = false;
    }
  }

  private async readOnce(): Promise<void> {
    this.isMoreWanted = false;
    const reader = this.reader;
    const update = await reader?.read();
    if (update && reader === this.reader) this.post({ type: 'update', update });
  }

  private post(message: ToTrainingPanel): void {
    void this.panel.webview.postMessage(message);
  }
}

const icons = (extensionUri: vscode.Uri): { light: vscode.Uri; dark: vscode.Uri } => ({
  light: vscode.Uri.joinPath(extensionUri, 'media', 'panel-light.svg'),
  dark: vscode.Uri.joinPath(extensionUri, 'media', 'panel-dark.svg'),
});
