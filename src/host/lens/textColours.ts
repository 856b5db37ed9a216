import type { LogOutputChannel, TextEditor } from 'vscode';
import { Disposable, EventEmitter, window, workspace } from 'vscode';
import type { ColourBy, SymbolValues } from '../../protocol/lens';
import { errorText } from '../../protocol/userError';
import type { Lens } from './lens';
import type { LookingBack } from './lookingBack';
import { Painter, rangeOf } from './painter';
import { roundTop, scaleOf, type Coloured, type Scale } from './scale';
import { stepStretches, type TextStretch } from './stepStretches';
import { stretchInView } from './stretchInView';

/** How soon an editor is coloured again after it was scrolled, and after something was typed. */
const scrolledMs = 40;
const typedMs = 150;

/** Colours the documents under the lens by what the network computes, only where they are seen. */
export class TextColours implements Disposable {
  readonly painter = new Painter();
  private readonly timers = new Map<TextEditor, NodeJS.Timeout>();
  private readonly questions = new WeakMap<TextEditor, AbortController>();
  private tops = new Map<string, number>();
  private lastScale: Scale | undefined;
  private override: ColourBy | undefined;
  private readonly changed = new EventEmitter<void>();
  private readonly subscription: Disposable;
  /** Why a text could not be coloured. */
  failure: string | undefined;

  /** Something was painted, or what colours has changed. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly lens: Lens,
    private readonly lookingBack: LookingBack,
    private readonly log: LogOutputChannel,
  ) {
    this.subscription = Disposable.from(
      this.changed,
      this.painter,
      lens.onDidChange(() => this.onLensChanged()),
      lookingBack.onDidChange(() => this.requestAll()),
      window.onDidChangeVisibleTextEditors(() => this.requestAll()),
      window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.request(textEditor, scrolledMs)),
      window.onDidChangeActiveColorTheme(() => this.painter.renew() && this.requestAll()),
      workspace.onDidChangeTextDocument(({ document }) => {
        for (const editor of window.visibleTextEditors) if (editor.document === document) this.request(editor, typedMs);
      }),
    );
  }

  /** What colours the texts now: a unit seen alone in the gates panel goes before what was chosen for the text. */
  get by(): ColourBy | undefined {
    return this.override ?? this.lens.colourBy;
  }

  /** The scale of the colours that stand. */
  get scale(): Scale | undefined {
    const { by } = this;
    return by && (this.lastScale ?? scaleOf(by, this.coloured, 1));
  }

  private get coloured(): Coloured {
    return this.lens.current?.description ?? { layers: [], vocabulary: [] };
  }

  /** Colours by something else for as long as it is looked at. */
  showInstead(by: ColourBy | undefined): void {
    this.override = by;
    this.onLensChanged();
  }

  /** Colours every editor that is seen. */
  requestAll(): void {
    for (const editor of this.timers.keys()) if (!window.visibleTextEditors.includes(editor)) this.forget(editor);
    for (const editor of window.visibleTextEditors) this.request(editor, 0);
  }

  dispose(): void {
    for (const editor of [...this.timers.keys()]) this.forget(editor);
    this.subscription.dispose();
  }

  private onLensChanged(): void {
    this.failure = this.lastScale = undefined;
    this.tops = new Map();
    this.requestAll();
    this.changed.fire();
  }

  private request(editor: TextEditor, afterMs: number): void {
    clearTimeout(this.timers.get(editor));
    if (!this.lens.current || !this.lens.covers(editor.document.uri)) return this.clear(editor);
    this.timers.set(
      editor,
      setTimeout(() => void this.colour(editor), afterMs),
    );
  }

  private forget(editor: TextEditor): void {
    clearTimeout(this.timers.get(editor));
    this.timers.delete(editor);
    this.questions.get(editor)?.abort();
  }

  private clear(editor: TextEditor): void {
    if (!this.timers.has(editor)) return;
    this.forget(editor);
    this.painter.clear(editor);
    this.painter.mark(editor, 'unknown', []);
    this.painter.mark(editor, 'lookedBackFrom', []);
  }

  /** Colours what an editor shows; a newer wish for the same editor goes before. */
  private async colour(editor: TextEditor): Promise<void> {
    this.questions.get(editor)?.abort();
    const asking = new AbortController();
    this.questions.set(editor, asking);
    try {
      await Promise.all([this.markUnknown(editor, asking.signal), this.paint(editor, asking.signal)]);
    } catch (error) {
      if (asking.signal.aborted) return;
      this.log.debug(`Colours of ${editor.document.fileName}: ${errorText(error)}`);
      this.tell(errorText(error));
    }
  }

  private async paint(editor: TextEditor, signal: AbortSignal): Promise<void> {
    const back = this.lookingBack.of(editor.document);
    this.painter.mark(editor, 'lookedBackFrom', back ? [{ from: back.offset, to: back.end }] : []);
    if (back) return this.painter.paint(editor, { meaning: 'gradient', ...inView(back, stretchInView(editor)) });
    const { by } = this;
    if (!by) return this.painter.clear(editor);
    for (const isExact of [false, true]) {
      const values = await this.values(editor, by, isExact, signal);
      if (!values) return;
      this.paintValues(editor, by, values);
      if (!values.isApproximate) return;
    }
  }

  private async values(editor: TextEditor, by: ColourBy, isExact: boolean, signal: AbortSignal) {
    const { document } = editor;
    const { version } = document;
    const stretch = stretchInView(editor);
    const values = await this.lens.askAbout(document, 'colourText', { ...stretch, by, isExact }, signal);
    return signal.aborted || document.version !== version ? undefined : { ...values, end: stretch.to };
  }

  private paintValues(editor: TextEditor, by: ColourBy, values: SymbolValues & { end: number }): void {
    const scale = this.scaleFor(by, values);
    this.painter.paint(editor, { meaning: scale.meaning, ...stepStretches(values, values.end, scale) });
    this.lastScale = scale;
    this.tell(undefined);
  }

  /** The scale stays as it is while a text is scrolled, and grows where most of what is seen is beyond it. */
  private scaleFor(by: ColourBy, values: SymbolValues): Scale {
    const key = JSON.stringify(by);
    const [known, here] = [this.tops.get(key), roundTop(values)];
    const top = known === undefined || here > 2 * known ? here : known;
    this.tops.set(key, top);
    return scaleOf(by, this.coloured, top);
  }

  private async markUnknown(editor: TextEditor, signal: AbortSignal): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const stretch = stretchInView(editor);
    const { offsets } = await this.lens.askAbout(document, 'findUnknown', stretch, signal);
    if (signal.aborted || document.version !== version) return;
    const text = document.getText(rangeOf(document, stretch));
    const isWide = (offset: number): boolean => text.codePointAt(offset - stretch.from)! > 0xffff;
    this.painter.mark(
      editor,
      'unknown',
      offsets.map((from) => ({ from, to: from + (isWide(from) ? 2 : 1) })),
    );
  }

  private tell(failure: string | undefined): void {
    this.failure = failure;
    this.changed.fire();
  }
}

/** The part of what was found that an editor shows. */
function inView<S extends { steps: TextStretch[][]; belowZero: TextStretch[] }>(found: S, { from, to }: TextStretch) {
  const shown = (stretches: TextStretch[]): TextStretch[] =>
    stretches.filter((each) => each.to > from && each.from < to);
  return { steps: found.steps.map(shown), belowZero: shown(found.belowZero) };
}
