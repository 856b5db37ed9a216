import type { TextDocument, TextEditor, WebviewPanel } from 'vscode';
import {
  CancellationError,
  Disposable,
  l10n,
  Range,
  Selection,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { FromGatesPanel, PanelPlace, ToGatesPanel } from '../../protocol/gatesPanel';
import type { ColourBy } from '../../protocol/lens';
import { errorText } from '../../protocol/userError';
import { chosenNotation } from '../lens/chosenNotation';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import { throttled } from '../throttled';
import type { GatesPanelParts } from './gatesPanelParts';
import { answerGates } from './answerGates';
import { panelHtml } from './panelHtml';
import { panelIcons } from './panelIcons';
import { panelLens } from './panelLens';

/** How long nothing is typed before the panel shows the new text, and how often it hears that more is traced. */
const quietMs = 300;
const tracedMs = 1000;
const followMs = 60;

/** The gates panel: shows one document under the lens, answers what the page asks, and keeps in step with the editor. */
export class GatesPanel implements Disposable {
  private readonly questions = new Map<number, AbortController>();
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

  /** Address of the document that is shown. */
  get shown(): string | undefined {
    return this.document;
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Shows a place, of another document too. */
  show(document: TextDocument, place: PanelPlace): void {
    const address = document.uri.toString();
    this.place = place;
    this.at = place.at;
    const isSame = address === this.document;
    this.document = address;
    if (!this.isReady) return;
    if (isSame) this.post({ type: 'choose', place });
    else this.openSoon(0);
  }

  /** Shows something of the place that is chosen. */
  choose(change: Partial<PanelPlace>): void {
    if (this.at !== undefined) this.post({ type: 'choose', place: { at: this.at, ...change } });
  }

  dispose(): void {
    for (const timer of [this.later, this.following, this.tracedLater]) clearTimeout(timer);
    this.forget([...this.questions.keys()]);
    this.parts.colours.showInstead(undefined);
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
        return this.answer(message);
      case 'forget':
        return this.forget(message.numbers);
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
      if (this.document === undefined || !lens.covered.includes(this.document)) this.document = this.parts.preferred();
      if (this.document === undefined)
        return this.post({ type: 'empty', why: 'noText', lens: current.description.name });
      const document = await this.openDocument();
      const { version } = document;
      const places = symbolOffsetsOf(document);
      const range = { from: 0, to: places.offsetOf(places.symbols) };
      const { offsets: unknown } = await lens.askAbout(document, 'findUnknown', range);
      if (document.version !== version || lens.current !== current) return;
      const text = {
        document: document.uri.toString(),
        name: workspace.asRelativePath(document.uri),
        version,
        symbols: places.symbols,
        unknown: unknown.length,
      };
      this.post({
        type: 'open',
        lens: panelLens(current.description, chosenNotation()),
        text,
        place: this.place ?? this.atCursor(document),
      });
      this.place = undefined;
    } catch (error) {
      this.parts.log.warn(errorText(error));
      this.post({ type: 'empty', why: 'failed', message: errorText(error) });
    }
  }

  private openDocument(): Thenable<TextDocument> {
    return workspace.openTextDocument(Uri.parse(this.document!));
  }

  private openSoon(afterMs: number): void {
    clearTimeout(this.later);
    if (this.isReady) this.later = setTimeout(() => void this.open(), afterMs);
  }

  private async answer({ number, question }: Extract<FromGatesPanel, { type: 'ask' }>): Promise<void> {
    const asking = new AbortController();
    this.questions.set(number, asking);
    try {
      const document = await this.openDocument();
      const { answer, isWhole } = await answerGates(this.parts.lens, document, question, asking.signal);
      if (asking.signal.aborted) return;
      this.post({ type: 'answer', number, answer });
      if (!isWhole) this.tellTraced();
    } catch (error) {
      if (asking.signal.aborted) return this.post({ type: 'unanswered', number });
      this.parts.log.warn(errorText(error));
      this.post({ type: 'unanswered', number, message: errorText(error) });
    } finally {
      this.questions.delete(number);
    }
  }

  /** More of the text is traced by then; the page asks again for what it shows. */
  private tellTraced(): void {
    this.tracedLater ??= setTimeout(() => {
      this.tracedLater = undefined;
      this.traced.request();
    }, tracedMs);
  }

  private forget(numbers: number[]): void {
    for (const number of numbers) this.questions.get(number)?.abort();
  }

  /** A hidden page is destroyed; it gets everything again when it is ready the next time. */
  private onHidden(): void {
    this.isReady = false;
    this.forget([...this.questions.keys()]);
  }

  /** The person has chosen a symbol in the panel: the editors that show the text go there. */
  private async select(at: number): Promise<void> {
    this.at = at;
    const document = await this.openDocument();
    const places = symbolOffsetsOf(document);
    const [start, end] = [at, at + 1].map((symbol) => document.positionAt(places.offsetOf(symbol)));
    for (const editor of window.visibleTextEditors.filter((each) => each.document === document)) {
      editor.selection = new Selection(end!, start!); // selected: an editor without the focus shows no cursor
      editor.revealRange(new Range(start!, end!), TextEditorRevealType.InCenterIfOutsideViewport);
    }
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
    if (address === this.document || !this.parts.lens.covers(document.uri)) return;
    this.document = address;
    this.place = this.atCursor(document);
    this.openSoon(0);
  }

  private atCursor(document: TextDocument): PanelPlace | undefined {
    const editor = window.visibleTextEditors.find((each) => each.document === document);
    if (!editor) return undefined;
    this.at = symbolOffsetsOf(document).symbolAt(document.offsetAt(editor.selection.active));
    return { at: this.at };
  }

  private post(message: ToGatesPanel): void {
    void this.panel.webview.postMessage(message);
  }
}

/** How a text is coloured by a unit that is seen alone; of a gradient, by its norm. */
function unitColours({ layer, quantity, unit }: Extract<FromGatesPanel, { type: 'seeUnit' }>): ColourBy | undefined {
  if (unit === undefined) return undefined;
  if (quantity === 'gradientH' || quantity === 'gradientC') return { kind: 'gradientH', layer };
  return { kind: 'quantity', layer, quantity, unit };
}
