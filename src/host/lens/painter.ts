import type { TextDocument, TextEditor, TextEditorDecorationType } from 'vscode';
import { Disposable, OverviewRulerLane, Range, ThemeColor, window } from 'vscode';
import { ascendingRanges } from './ascendingRanges';
import type { Meaning } from './scale';
import type { Steps, TextStretch } from './stepStretches';
import { Tints } from './tintTypes';

/** What stands painted over a text. */
export interface Painted extends Steps {
  meaning: Meaning;
}

/** Paints steps of a colour over texts, and marks in them. */
export class Painter implements Disposable {
  private readonly tints = new Tints();
  private readonly painted = new WeakMap<TextEditor, Painted>();
  private readonly marks = new Map<Mark, TextEditorDecorationType>();

  /** Paints an editor; what was painted in it before goes. */
  paint(editor: TextEditor, painted: Painted): void {
    this.clearOthers(editor, painted.meaning);
    const types = this.tints.of(painted.meaning);
    painted.steps.forEach((stretches, step) =>
      editor.setDecorations(types.steps[step]!, ascendingRanges(editor.document, stretches)),
    );
    editor.setDecorations(types.belowZero, ascendingRanges(editor.document, painted.belowZero));
    this.painted.set(editor, painted);
  }

  clear(editor: TextEditor): void {
    this.clearOthers(editor);
    this.painted.delete(editor);
  }

  /** Marks stretches in their own way. */
  mark(editor: TextEditor, mark: Mark, stretches: TextStretch[]): void {
    const type = this.marks.get(mark) ?? markTypes[mark]();
    this.marks.set(mark, type);
    editor.setDecorations(type, ascendingRanges(editor.document, stretches));
  }

  /** What stands painted in an editor. */
  of(editor: TextEditor): Painted | undefined {
    return this.painted.get(editor);
  }

  /** The theme has changed; answers whether everything has to be painted again. */
  renew(): boolean {
    return this.tints.renew();
  }

  dispose(): void {
    Disposable.from(this.tints, ...this.marks.values()).dispose();
  }

  private clearOthers(editor: TextEditor, kept?: Meaning): void {
    for (const [meaning, { steps, belowZero }] of this.tints.all())
      if (meaning !== kept) for (const type of [...steps, belowZero]) editor.setDecorations(type, []);
  }
}

/** Ways to mark: a symbol outside the vocabulary, and the symbol from which is looked back. */
export type Mark = 'unknown' | 'lookedBackFrom';

const markTypes: Record<Mark, () => TextEditorDecorationType> = {
  unknown: () =>
    window.createTextEditorDecorationType({
      borderStyle: 'dashed',
      borderWidth: '0 0 1px 0',
      borderColor: new ThemeColor('unroll.alarm'),
    }),
  lookedBackFrom: () =>
    window.createTextEditorDecorationType({
      borderStyle: 'solid',
      borderWidth: '1px',
      borderColor: new ThemeColor('unroll.gradient'),
      overviewRulerColor: new ThemeColor('unroll.gradient'),
      overviewRulerLane: OverviewRulerLane.Center,
    }),
};

/** A stretch as a range of its document. */
export const rangeOf = (document: TextDocument, { from, to }: TextStretch): Range =>
  new Range(document.positionAt(from), document.positionAt(to));
