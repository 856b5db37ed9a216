import type { Disposable, WebviewPanel, WebviewPanelSerializer } from 'vscode';
import { l10n, TabInputWebview, ViewColumn, window } from 'vscode';
import type { PanelPlace } from '../../protocol/gatesPanel';
import type { PlacedDocument } from '../lens/lensDocument';
import { GatesPanel } from './gatesPanel';
import type { GatesPanelParts } from './gatesPanelParts';
import type { OpenPanels } from './openPanels';

/** The kind of webview that the manifest names. */
const viewType = 'unroll.gates';

/** The gates panel, one a window; it comes back after the window was reloaded. */
export class GatesPanels implements WebviewPanelSerializer, Disposable {
  private panel: GatesPanel | undefined;
  private readonly registration: Disposable;

  constructor(
    private readonly parts: GatesPanelParts,
    private readonly remembered: OpenPanels,
  ) {
    this.registration = window.registerWebviewPanelSerializer(viewType, this);
  }

  /** Shows the panel beside the editor, at a place where one is given. */
  show(document?: PlacedDocument, place?: PanelPlace): void {
    if (this.panel) this.panel.reveal();
    const panel = this.panel ?? this.create(document);
    if (document && place) panel.show(document, place);
  }

  /** Shows something of a document, where the panel is open. */
  choose(document: PlacedDocument, place: PanelPlace): void {
    if (this.panel && !this.panel.isProbing && this.parts.lens.covers(document.uri)) this.panel.show(document, place);
  }

  /** Shows the probe text. */
  showProbe(): void {
    this.show();
    this.panel!.showProbe();
  }

  /** The place that is chosen in the panel. */
  async place(): Promise<{ document: PlacedDocument; offset: number } | undefined> {
    return this.panel?.chosen();
  }

  stopPlaying(): void {
    this.panel?.choose({ play: null });
  }

  stopLookingBack(): void {
    this.panel?.choose({ isLookingBack: false });
  }

  /** Fills a panel that VS Code has brought back. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    if (this.panel) return panel.dispose();
    const { document } = (state ?? {}) as { document?: unknown };
    this.take(panel, typeof document === 'string' ? document : undefined);
  }

  /** Opens the panel again that was open when the window was left, where VS Code does not bring it back. */
  async restore(): Promise<void> {
    const [document] = await this.remembered.read();
    if (document === undefined || this.panel || !this.parts.lens.current || hasTab()) return;
    this.create(undefined, document);
  }

  /** The panel itself stays: when the window is reloaded, VS Code brings back what is open then. */
  dispose(): void {
    this.registration.dispose();
  }

  private create(document?: PlacedDocument, address = document?.uri.toString()): GatesPanel {
    const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    return this.take(window.createWebviewPanel(viewType, l10n.t('Gates'), place), address);
  }

  private take(webviewPanel: WebviewPanel, document: string | undefined): GatesPanel {
    const panel = new GatesPanel(webviewPanel, document, this.parts);
    this.panel = panel;
    this.remembered.write([document ?? '']);
    webviewPanel.onDidDispose(() => {
      this.panel = undefined;
      this.remembered.write([]);
      panel.dispose();
    });
    return panel;
  }
}

/** Whether the panel stands in some tab, also one that was not looked at since the window was opened. */
function hasTab(): boolean {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(viewType));
}
