import type { TextDocument, TextEditor, WebviewPanel } from 'vscode';
import { CancellationError, Disposable, l10n, Uri, window, workspace } from 'vscode';
import type { FromGatesPanel, GatesAnswer, GatesQuestion, PanelPlace, ToGatesPanel } from '../../protocol/gatesPanel';
import { errorText } from '../../protocol/userError';
import { chosenNotation } from '../lens/chosenNotation';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import type { PlacedDocument } from '../lens/lensDocument';
import { openText } from '../lens/openText';
import { isProbeAddress } from '../lens/probeDocument';
import { throttled } from '../throttled';
import type { GatesPanelParts } from './gatesPanelParts';
import { answerGates, type Answered } from './answerGates';
import { OpenQuestions } from './openQuestions';
import { panelHtml } from './panelHtml';
import { panelIcons } from './panelIcons';
import { panelLens } from './panelLens';
import { cursorIn, selectInEditors } from './editorPlaces';
import { setPlaying } from './setPlaying';
import { unitColours } from './unitColours';

/** How long nothing is typed before the panel shows the new text, and how often it hears that more is traced. */
const quietMs = 300;
const tracedMs = 1000;
const followMs = 60;

/** The gates panel: shows one document under the lens, answers what the page asks, and keeps in step with the editor. */
export class GatesPanel implements Disposable {
  private readonly questions: OpenQuestions;
  private readonly subscription: Disposable;
  private readonly traced = throttled(() => this.post({ type: 'traced' }), tracedMs);
  private tracedLater: NodeJS.Timeout | undefined;
  private later: NodeJS.Timeout | undefined;
  private following: NodeJS.Timeout | undefined;
  private isReady = false;
  private place: PanelPlace | undefined;
  /** The symbol that panel and editor have in common. */
  private at: number | undefined;

  constructor(
    private readonly panel: WebviewPanel,
    private document: string | undefined,
    private readonly parts: GatesPanelParts,
  ) {
    const { webview } = panel;
    this.questions = new OpenQuestions({
      answer: (question, signal) => this.answerOf(question, signal),
      post: (message) => this.post(message),
      onPartial: () => this.tellTraced(),
      log: parts.log,
    });
    webview.options = {
      enableScripts: true,
      localResourceRoots: [Uri.joinPath(parts.extensionUri, 'dist', 'webview')],
    };
    panel.iconPath = panelIcons(parts.extensionUri);
    panel.title = l10n.t('Gates');
    this.subscription = Disposable.from(
      this.traced,
      webview.onDidReceiveMessage((message: FromGatesPanel) => void this.onMessage(message)),
      panel.onDidChangeViewState(() => !panel.visible && this.onHidden()),
      parts.lens.onDidChange(() => this.onLensChanged()),
      parts.probe.onDidForm(() => this.isProbing && this.traced.request()),
      workspace.onDidChangeTextDocument(
        ({ document: changed, contentChanges }) =>
          contentChanges.length > 0 && changed.uri.toString() === this.document && this.openSoon(quietMs),
      ),
      workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration('unroll.notation') && this.openSoon(quietMs),
      ),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.followSoon(textEditor)),
      window.onDidChangeActiveTextEditor((editor) => editor && this.turnTo(editor.document)),
    );
    webview.html = panelHtml(webview, parts.extensionUri, 'gates');
  }

  /** Whether it shows the probe text. */
  get isProbing(): boolean {
    return isProbeAddress(this.document);
  }

  /** Shows the probe text. */
  showProbe(): void {
    this.document = this.parts.probe.document?.uri.toString();
    this.openSoon(0);
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Shows a place, of another document too. */
  show(document: PlacedDocument, place: PanelPlace): void {
    const address = document.uri.toString();
    this.place = place;
    this.at = place.at;
    const isSame = address === this.document;
    this.document = address;
    if (!this.isReady) return;
    if (isSame) this.post({ type: 'choose', place });
    else this.openSoon(0);
  }

  /** The place that is chosen. */
  async chosen(): Promise<{ document: PlacedDocument; offset: number } | undefined> {
    if (this.document === undefined || this.at === undefined) return undefined;
    const document = await this.openDocument();
    return { document, offset: symbolOffsetsOf(document).offsetOf(this.at) };
  }

  /** Shows something of the place that is chosen. */
  choose(change: Partial<PanelPlace>): void {
    if (this.at !== undefined) this.post({ type: 'choose', place: { at: this.at, ...change } });
  }

  dispose(): void {
    for (const timer of [this.later, this.following, this.tracedLater]) clearTimeout(timer);
    this.questions.forget();
    this.parts.colours.showInstead(undefined);
    setPlaying(false);
    this.subscription.dispose();
    this.panel.dispose();
  }

  private async onMessage(message: FromGatesPanel): Promise<void> {
    try {
      await this.carryOut(message);
    } catch (error) {
      if (error instanceof CancellationError) return;
      this.parts.log.error(errorText(error));
      this.post({ type: 'notice', message: errorText(error) });
    }
  }

  private async carryOut(message: FromGatesPanel): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.isReady = true;
        return this.open();
      case 'ask':
        return this.questions.answer(message.number, message.question);
      case 'forget':
        return this.questions.forget(message.numbers);
      case 'chosen':
        return this.select(message.at);
      case 'seeUnit':
        return this.parts.colours.showInstead(unitColours(message));
      case 'sorted':
        return this.parts.orders.set(message.layer, message.order);
      case 'savePicture':
        return this.parts.savePicture(message);
      case 'saveNumbers':
        return this.parts.saveNumbers(await this.openDocument(), message);
      case 'playing':
        return setPlaying(message.isPlaying);
      case 'holdProbe':
        if (message.text !== undefined) this.parts.probe.hold(message.text);
        return this.showProbe();
      case 'leaveProbe':
        return this.leaveProbe(message.isReleased);
      case 'chooseLens':
        return this.parts.run('unroll.lookThrough');
      case 'chooseText':
        return this.parts.run('unroll.lookAtDocument');
      case 'retry':
        return this.parts.lens.current ? this.open() : this.parts.lens.restore();
    }
  }

  /** Tells the page what it shows: lens and text, or why there is neither. */
  private async open(): Promise<void> {
    const { lens } = this.parts;
    const { current } = lens;
    if (!current)
      return this.post(
        lens.failure === undefined
          ? { type: 'empty', why: 'noLens' }
          : { type: 'empty', why: 'failed', message: lens.failure },
      );
    try {
      if (!this.isThere) this.document = this.parts.preferred();
      if (this.document === undefined)
        return this.post({ type: 'empty', why: 'noText', lens: current.description.name });
      const document = await this.openDocument();
      const { version } = document;
      const probe = this.isProbing ? document.getText() : undefined;
      const places = symbolOffsetsOf(document);
      const range = { from: 0, to: places.offsetOf(places.symbols) };
      const { offsets: unknown } = await lens.askAbout(document, 'findUnknown', range);
      if (document.version !== version || lens.current !== current) return;
      const text = {
        document: document.uri.toString(),
        name: probe === undefined ? workspace.asRelativePath(document.uri) : l10n.t('Probe text'),
        version,
        symbols: places.symbols,
        unknown: unknown.length,
        probe,
      };
      this.post({
        type: 'open',
        lens: panelLens(current.description, chosenNotation()),
        text,
        place: this.place ?? this.atCursor(document),
        hasProbe: this.parts.probe.document !== undefined,
      });
      this.place = undefined;
    } catch (error) {
      this.parts.log.warn(errorText(error));
      this.post({ type: 'empty', why: 'failed', message: errorText(error) });
    }
  }

  /** Whether the text that is to be shown is still there under the lens. */
  private get isThere(): boolean {
    const { lens, probe } = this.parts;
    if (this.isProbing && probe.document) this.document = probe.document.uri.toString(); // of the last window: another one
    return this.document !== undefined && (this.isProbing ? !!probe.document : lens.covered.includes(this.document));
  }

  private async openDocument(): Promise<PlacedDocument> {
    const { document } = this.parts.probe;
    return this.isProbing && document ? document : openText(Uri.parse(this.document!));
  }

  private leaveProbe(isReleased: boolean): Promise<void> {
    this.document = this.parts.preferred();
    if (isReleased) this.parts.probe.release();
    return this.open();
  }

  private openSoon(afterMs: number): void {
    clearTimeout(this.later);
    if (this.isReady) this.later = setTimeout(() => void this.open(), afterMs);
  }

  private async answerOf(question: GatesQuestion, signal: AbortSignal): Promise<Answered<GatesAnswer>> {
    const { lens, probe } = this.parts;
    if (question.kind !== 'formed') return answerGates(lens, await this.openDocument(), question, signal);
    const { layer, quantity } = question.params;
    return { answer: this.isProbing ? probe.pictures(layer, quantity) : [], isWhole: true };
  }

  /** More of the text is traced by then; the page asks again for what it shows. */
  private tellTraced(): void {
    this.tracedLater ??= setTimeout(() => {
      this.tracedLater = undefined;
      this.traced.request();
    }, tracedMs);
  }

  /** A hidden page is destroyed; it gets everything again when it is ready the next time. */
  private onHidden(): void {
    this.isReady = false;
    setPlaying(false);
    this.questions.forget();
  }

  /** The person has chosen a symbol in the panel: the editors that show the text go there. */
  private async select(at: number): Promise<void> {
    this.at = at;
    const document = await this.openDocument();
    selectInEditors(document, at);
  }

  /** The cursor has moved; while somebody types, the panel waits until that is done. */
  private followSoon(editor: TextEditor): void {
    if (!this.isReady || editor.document.uri.toString() !== this.document) return;
    clearTimeout(this.following);
    this.following = setTimeout(() => this.follow(editor), followMs);
  }

  private follow({ document, selection }: TextEditor): void {
    const at = symbolOffsetsOf(document).symbolAt(document.offsetAt(selection.active));
    if (at === this.at) return;
    this.at = at;
    this.post({ type: 'choose', place: { at } });
  }

  /** Another checkpoint or another text; a document that was just added may be the one that is looked at. */
  private onLensChanged(): void {
    if (window.activeTextEditor) this.turnTo(window.activeTextEditor.document);
    this.openSoon(0);
  }

  /** The person looks at another document under the lens: so does the panel. */
  private turnTo(document: TextDocument): void {
    const address = document.uri.toString();
    if (this.isProbing || address === this.document || !this.parts.lens.covers(document.uri)) return;
    this.document = address;
    this.place = this.atCursor(document);
    this.openSoon(0);
  }

  private atCursor(document: PlacedDocument): PanelPlace | undefined {
    const at = cursorIn(document);
    if (at !== undefined) this.at = at;
    return at === undefined ? undefined : { at };
  }

  private post(message: ToGatesPanel): void {
    void this.panel.webview.postMessage(message);
  }
}
