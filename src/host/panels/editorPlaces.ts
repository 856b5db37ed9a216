import { Range, Selection, TextEditorRevealType, window } from 'vscode';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import type { PlacedDocument } from '../lens/lensDocument';

/** Selects a symbol in the editors that show its document, and brings it into view there. */
export function selectInEditors(document: PlacedDocument, at: number): void {
  const places = symbolOffsetsOf(document);
  const [start, end] = [at, at + 1].map((symbol) => document.positionAt(places.offsetOf(symbol)));
  const address = document.uri.toString();
  for (const editor of window.visibleTextEditors.filter((each) => each.document.uri.toString() === address)) {
    editor.selection = new Selection(end!, start!); // selected: an editor without the focus shows no cursor
    editor.revealRange(new Range(start!, end!), TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

/** The symbol at the cursor of an editor that shows a document; none where no editor does. */
export function cursorIn({ uri }: PlacedDocument): number | undefined {
  const editor = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  return editor && symbolOffsetsOf(editor.document).symbolAt(editor.document.offsetAt(editor.selection.active));
}
