import type { LogOutputChannel, WebviewPanel } from 'vscode';
import { CancellationError, Disposable, Uri } from 'vscode';
import type { Experiment } from '../../protocol/experiment';
import {
  emptyUpdate,
  type FromTrainingPanel,
  type RunUpdate,
  type ToTrainingPanel,
} from '../../protocol/trainingPanel';
import { errorText } from '../../protocol/userError';
import { listRun, type ListedRun } from '../../runs/listRuns';
import { readFrozenExperiment } from '../../runs/runFolder';
import { RunReader } from '../../runs/runReader';
import type { Runs } from '../lab/runs';
import { fullRunName } from '../runWords';
import { panelHtml } from './panelHtml';
import { panelIcons } from './panelIcons';

/** What a training panel needs from the host. */
export interface TrainingPanelParts {
  extensionUri: Uri;
  runs: Runs;
  log: LogOutputChannel;
  /** Carries out what the panel asks for, except `ready`. */
  answer(directory: string, request: PanelRequest): Promise<ToTrainingPanel | undefined>;
}

/** What the panel asks for once it stands. */
export type PanelRequest = Exclude<FromTrainingPanel, { type: 'ready' }>;

/** A run as it stands on disk, and the reader that goes on from there. */
interface WholeRun {
  run: ListedRun | undefined;
  experiment: Experiment;
  reader: RunReader;
  update: RunUpdate | undefined;
}

/** The training panel of one run. All it shows is read from the run's files; a live session only says when to look. */
export class TrainingPanel implements Disposable {
  private readonly subscriptions: Disposable[];
  private readAhead: Promise<WholeRun> | undefined;
  private reader: RunReader | undefined;
  private isReading = false;
  private isMoreWanted = false;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly directory: string,
    private readonly parts: TrainingPanelParts,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(parts.extensionUri, 'dist', 'webview')],
    };
    panel.iconPath = panelIcons(parts.extensionUri);
    this.subscriptions = [
      webview.onDidReceiveMessage((message: FromTrainingPanel) => void this.onMessage(message)),
      panel.onDidChangeViewState(() => this.onViewStateChanged()),
      parts.runs.onDidChange(({ directories }) => directories.includes(directory) && this.onRunChanged()),
    ];
    webview.html = panelHtml(webview, parts.extensionUri, 'training', { directory });
    this.readAhead = this.readWhole();
    this.readAhead.catch(() => undefined); // told when the page asks for it
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.reader = undefined;
    Disposable.from(...this.subscriptions).dispose();
    this.panel.dispose();
  }

  private async onMessage(message: FromTrainingPanel): Promise<void> {
    try {
      if (message.type === 'ready') return await this.open();
      const reply = await this.parts.answer(this.directory, message);
      if (reply) this.post(reply);
    } catch (error) {
      if (error instanceof CancellationError) return;
      this.parts.log.error(errorText(error));
      this.post({ type: 'notice', message: errorText(error) });
    }
  }

  /** A hidden panel is destroyed; it gets everything again when it is ready the next time. */
  private onViewStateChanged(): void {
    if (!this.panel.visible) this.reader = undefined;
  }

  private async open(): Promise<void> {
    const reading = this.readAhead ?? this.readWhole();
    this.readAhead = undefined;
    const { run, experiment, reader, update } = await reading;
    if (!run?.record) return;
    this.panel.title = fullRunName(run);
    this.reader = reader;
    this.post({ type: 'open', run: this.newest()?.record ?? run.record, experiment, number: run.number });
    if (update) this.send(update);
    await this.read();
  }

  /** Reads all there is of the run; for a new panel this happens while its page loads. */
  private async readWhole(): Promise<WholeRun> {
    const reader = new RunReader(this.directory);
    const [run, experiment] = await Promise.all([
      this.newest() ?? listRun(this.directory),
      readFrozenExperiment(this.directory),
    ]);
    return { run, experiment, reader, update: await reader.read() };
  }

  private newest(): ListedRun | undefined {
    return this.parts.runs.find(this.directory);
  }

  private onRunChanged(): void {
    const record = this.newest()?.record;
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
    if (update && reader === this.reader) this.send(update);
  }

  /** The profile is by far the largest part of a long run and is not looked at first: it follows by itself. */
  private send(update: RunUpdate): void {
    const { profile } = update;
    if (profile.length < largeProfile) return this.post({ type: 'update', update });
    this.post({ type: 'update', update: { ...update, profile: new Float32Array() } });
    this.post({ type: 'update', update: emptyUpdate({ profile }) });
  }

  private post(message: ToTrainingPanel): void {
    void this.panel.webview.postMessage(message);
  }
}

/** Numbers of a profile that are worth a message of their own. */
const largeProfile = 100_000;
