import type { Disposable, WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { ViewColumn, window } from 'vscode';
import { PreviewPanel, previewTitle, type PreviewPanelParts } from './previewPanel';
import type { DraftDecision, PreviewSubject } from './previewSubject';

/** The kind of webview that the manifest names. */
const viewType = 'unroll.preview';

/** The open previews, one an experiment; those of files come back after the window was reloaded. */
export class PreviewPanels implements WebviewPanelSerializer, Disposable {
  private readonly open = new Map<string, PreviewPanel>();
  private readonly registration: Disposable;
  private draftPanel: PreviewPanel | undefined;

  constructor(private readonly parts: PreviewPanelParts) {
    this.registration = window.registerWebviewPanelSerializer(viewType, this);
  }

  /** The preview of an experiment that is not written yet, while there is one. */
  get draft(): PreviewPanel | undefined {
    return this.draftPanel;
  }

  /** Shows the preview of an experiment file beside it. */
  show(path: string): void {
    const panel = this.open.get(path);
    if (panel) return panel.reveal();
    this.take(this.create({ path }, ViewColumn.Beside), path);
  }

  /** Shows an experiment that is not written yet, until the person decides; undefined where the panel was closed. */
  async askAbout(path: string, text: string): Promise<DraftDecision | undefined> {
    this.draftPanel?.dispose(); // there is one guide at a time
    let own: PreviewPanel | undefined;
    const decision = await new Promise<DraftDecision | undefined>((decided) => {
      const subject = { path, draft: { text, decided } };
      const panel = this.create(subject, ViewColumn.Active);
      this.draftPanel = own = new PreviewPanel(panel, subject, this.parts);
      panel.onDidDispose(() => decided(undefined));
    });
    if (this.draftPanel === own) this.draftPanel = undefined;
    own?.dispose();
    return decision;
  }

  /** Fills a panel that VS Code has brought back; a draft is gone with its guide. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const path = (state as { path?: unknown } | undefined)?.path;
    if (typeof path !== 'string' || this.open.has(path)) return panel.dispose();
    this.take(panel, path);
  }

  /** The panels themselves stay: when the window is reloaded, VS Code brings back what is open then. */
  dispose(): void {
    this.registration.dispose();
  }

  private create(subject: PreviewSubject, viewColumn: ViewColumn): WebviewPanel {
    return window.createWebviewPanel(viewType, previewTitle(subject), { viewColumn });
  }

  private take(panel: WebviewPanel, path: string): void {
    const shown = new PreviewPanel(panel, { path }, this.parts);
    this.open.set(path, shown);
    panel.onDidDispose(() => {
      this.open.delete(path);
      shown.dispose();
    });
  }
}
