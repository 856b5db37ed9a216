import { dirname, resolve } from 'node:path';
import type { LogOutputChannel, ViewColumn, WebviewPanel } from 'vscode';
import { CancellationError, Disposable, l10n, TabInputText, Uri, window, workspace } from 'vscode';
import {
  isUnknown,
  type ExperimentText,
  type FromPreviewPanel,
  type NetworkPreview,
  type ToPreviewPanel,
} from '../../protocol/preview';
import { errorText } from '../../protocol/userError';
import { namesOwnCell, onDidEditCell } from '../lab/cellEdits';
import type { CommandId } from '../commands/commandIds';
import type { Inspector } from '../lab/inspector';
import type { Measurer } from '../lab/measurer';
import type { Runs } from '../lab/runs';
import type { WorkspaceFiles } from '../lab/workspaceFiles';
import { chosenNotation } from '../lens/chosenNotation';
import { panelHtml } from './panelHtml';
import { panelIcons } from './panelIcons';
import { nameOfSubject, textOfSubject, type DraftDecision, type PreviewSubject } from './previewSubject';
import { PreviewTiming } from './previewTiming';

/** How long nothing is typed before the preview follows. */
const quietMs = 300;

/** What a preview panel needs from the host. */
export interface PreviewPanelParts {
  extensionUri: Uri;
  inspector: Inspector;
  measurer: Measurer;
  runs: Runs;
  experiments: WorkspaceFiles;
  log: LogOutputChannel;
  /** Runs a command on an experiment file. */
  run(command: CommandId, file: Uri): Promise<void>;
}

/** The preview of one experiment: follows the file as it is edited, and measures how long its steps take. */
export class PreviewPanel implements Disposable {
  private readonly subscription: Disposable;
  private readonly timing: PreviewTiming;
  private later: NodeJS.Timeout | undefined;
  private hasOwnCell = false;
  private asking: AbortController | undefined;
  private shown: { file: ExperimentText; preview: NetworkPreview } | undefined;

  constructor(
    private readonly panel: WebviewPanel,
    private readonly subject: PreviewSubject,
    private readonly parts: PreviewPanelParts,
  ) {
    const { webview } = panel;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(parts.extensionUri, 'dist', 'webview')],
    };
    panel.iconPath = panelIcons(parts.extensionUri);
    panel.title = previewTitle(subject);
    this.timing = new PreviewTiming(parts.measurer, parts.runs, (timing) => this.post({ type: 'timing', timing }));
    const { path } = subject;
    this.subscription = Disposable.from(
      webview.onDidReceiveMessage((message: FromPreviewPanel) => void this.receive(message)),
      panel.onDidChangeViewState(() => !panel.visible && this.timing.cancel()),
      workspace.onDidChangeTextDocument(({ document }) => document.uri.fsPath === path && this.refreshSoon()),
      workspace.onDidChangeConfiguration(
        (change) =>
          change.affectsConfiguration('unroll.notation') && this.post({ type: 'notation', notation: chosenNotation() }),
      ),
      parts.experiments.onDidEdit((edited) => edited === path && this.refreshSoon()),
      onDidEditCell(() => this.hasOwnCell && this.refreshSoon()),
    );
    webview.html = panelHtml(webview, parts.extensionUri, 'preview', 'draft' in subject ? {} : { path });
  }

  reveal(): void {
    this.panel.reveal();
  }

  dispose(): void {
    clearTimeout(this.later);
    this.asking?.abort();
    this.timing.cancel();
    this.subscription.dispose();
    this.panel.dispose();
    if ('draft' in this.subject) this.subject.draft.decided(undefined);
  }

  /** Carries out what the page asks for. */
  async receive(message: FromPreviewPanel): Promise<void> {
    try {
      await (this.answers[message.type] as (message: FromPreviewPanel) => Promise<void>)(message);
    } catch (error) {
      if (error instanceof CancellationError) return;
      this.parts.log.error(errorText(error));
      this.post({ type: 'notice', message: errorText(error) });
    }
  }

  /** What each message does; one without a line does not compile. */
  private readonly answers: {
    [T in FromPreviewPanel['type']]: (message: Extract<FromPreviewPanel, { type: T }>) => Promise<void>;
  } = {
    ready: () => this.refresh(),
    create: () => this.decide('create'),
    createAndTrain: () => this.decide('createAndTrain'),
    back: () => this.decide('back'),
    train: () => this.run('unroll.train'),
    compare: () => this.run('unroll.compareAtEqualParameters'),
    openFile: () => this.run('unroll.openExperiment'),
    openCell: async ({ file }) => {
      const { path } = this.subject;
      const cell = resolve(dirname(path), file);
      await window.showTextDocument(Uri.file(cell), { viewColumn: columnOf(cell) ?? columnOf(path) });
    },
    measure: () => {
      this.timing.forget();
      return this.measure();
    },
    cancelMeasuring: async () => this.timing.cancel(),
  };

  private run(command: CommandId): Promise<void> {
    return this.parts.run(command, Uri.file(this.subject.path));
  }

  private async decide(decision: DraftDecision): Promise<void> {
    if ('draft' in this.subject) this.subject.draft.decided(decision);
  }

  private refreshSoon(): void {
    clearTimeout(this.later);
    this.later = setTimeout(() => void this.receive({ type: 'ready' }), quietMs);
  }

  private async refresh(): Promise<void> {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const file = await textOfSubject(this.subject);
    this.hasOwnCell = namesOwnCell(file.text);
    const { problems, preview } = await this.parts.inspector.call('previewExperiment', file, asking.signal);
    if (asking.signal.aborted) return;
    const about = { name: nameOfSubject(this.subject), isDraft: 'draft' in this.subject };
    if (preview === undefined) {
      this.timing.cancel();
      return this.post({ type: 'problems', ...about, problems: problems.length > 0 ? problems : [isUnknown()] });
    }
    this.shown = { file, preview };
    this.post({ type: 'preview', ...about, mayTrain: workspace.isTrusted, preview, notation: chosenNotation() });
    await this.measure();
  }

  private async measure(): Promise<void> {
    if (this.shown) await this.timing.measure(this.shown.file, this.shown.preview);
  }

  private post(message: ToPreviewPanel): void {
    void this.panel.webview.postMessage(message);
  }
}

/** Title of the panel of a subject. */
export const previewTitle = (subject: PreviewSubject): string =>
  'draft' in subject ? l10n.t('New Experiment') : l10n.t('Preview: {0}', nameOfSubject(subject));

/** Where a file stands open, so that it does not cover the preview. */
const columnOf = (path: string): ViewColumn | undefined =>
  window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof TabInputText && input.uri.fsPath === path),
  )?.viewColumn;
