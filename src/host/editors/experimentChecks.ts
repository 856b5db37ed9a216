import type { LogOutputChannel, TextDocument, Uri } from 'vscode';
import { Disposable, EventEmitter, workspace } from 'vscode';
import type { ExperimentReport } from '../../protocol/inspector';
import type { Problem } from '../../protocol/problem';
import { errorText } from '../../protocol/userError';
import { namesOwnCell, onDidEditCell } from '../lab/cellEdits';
import type { Inspector } from '../lab/inspector';
import type { WorkspaceFiles } from '../lab/workspaceFiles';
import { isExperimentDocument } from './experimentDocuments';

/** A document is checked when nothing was typed for so long. */
const quietMs = 300;

/** What checking an open experiment file found. */
export interface Checked {
  document: TextDocument;
  problems: Problem[];
  report?: ExperimentReport;
}

/** Checks open experiment files as they are edited: what a schema cannot see, by the inspector process. */
export class ExperimentChecks implements Disposable {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly results = new Map<string, Checked>();
  private readonly checked = new EventEmitter<Checked>();
  private readonly closed = new EventEmitter<Uri>();
  private readonly subscription: Disposable;

  readonly onDidCheck = this.checked.event;
  readonly onDidClose = this.closed.event;

  constructor(
    private readonly inspector: Inspector,
    datasets: WorkspaceFiles,
    private readonly log: LogOutputChannel,
  ) {
    this.subscription = Disposable.from(
      workspace.onDidOpenTextDocument((document) => this.schedule(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.schedule(document)),
      workspace.onDidSaveTextDocument((document) => this.schedule(document, 0)), // perhaps in another encoding
      workspace.onDidCloseTextDocument((document) => this.forget(document)),
      datasets.onDidChange(() => this.scheduleAll()),
      datasets.onDidEdit(() => this.scheduleAll()),
      onDidEditCell(() => this.scheduleAll(namesOwnCell)),
    );
    for (const document of workspace.textDocuments) this.schedule(document, 0);
  }

  /** What was found last in a document. */
  of(document: TextDocument): Checked | undefined {
    return this.results.get(document.uri.toString());
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    Disposable.from(this.subscription, this.checked, this.closed).dispose();
  }

  private scheduleAll(isMeant: (text: string) => boolean = () => true): void {
    for (const document of workspace.textDocuments)
      if (isExperimentDocument(document) && isMeant(document.getText())) this.schedule(document);
  }

  private schedule(document: TextDocument, afterMs = quietMs): void {
    if (!isExperimentDocument(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => void this.check(document), afterMs),
    );
  }

  private async check(document: TextDocument): Promise<void> {
    const { version } = document;
    const question = { path: document.uri.fsPath, text: document.getText() };
    const found = await this.inspector.call('checkExperiment', question).catch((error: unknown) => {
      this.log.error(`Checking ${question.path}: ${errorText(error)}`);
    });
    if (!found || document.isClosed || document.version !== version) return;
    const checked = { document, ...found };
    this.results.set(document.uri.toString(), checked);
    this.checked.fire(checked);
  }

  private forget(document: TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    this.results.delete(key);
    this.closed.fire(document.uri);
  }
}
