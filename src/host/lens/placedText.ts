import type { TextDocument } from 'vscode';
import { Uri, window, workspace } from 'vscode';

/** A place in a document, as links and commands name it. */
export interface LinkedPlace {
  /** Address of the document. */
  document: string;
  /** UTF-16 offset. */
  offset: number;
}

/** The place that a command was started with: that of a link, or the cursor of the editor that is in use. */
export async function placeOf(target: unknown): Promise<{ document: TextDocument; offset: number } | undefined> {
  const { document, offset } = (target ?? {}) as Partial<LinkedPlace>;
  if (typeof document === 'string' && typeof offset === 'number')
    return { document: await workspace.openTextDocument(Uri.parse(document)), offset };
  const editor = window.activeTextEditor;
  return editor && { document: editor.document, offset: editor.document.offsetAt(editor.selection.active) };
}
