import type { LogOutputChannel, TextDocumentChangeEvent } from 'vscode';
import { errorText } from '../../protocol/userError';
import type { LensAsk } from './lensAsk';
import type { LensDocument } from './lensDocument';

/** The documents whose text the inspector has: each is given once, then only what changes in it. */
export class LensTexts {
  private readonly given = new Set<string>();

  constructor(
    private readonly ask: LensAsk,
    private readonly log: LogOutputChannel,
  ) {}

  /** Sees to it that the inspector has the text of a document as it is now. */
  give(document: LensDocument): void {
    const key = document.uri.toString();
    if (this.given.has(key)) return;
    this.given.add(key);
    this.send(key, this.ask('setText', { document: key, version: document.version, text: document.getText() }));
  }

  /** Passes an edit on. Offsets are in the text as it was, from the last edit to the first. */
  edit({ document, contentChanges }: TextDocumentChangeEvent): void {
    const key = document.uri.toString();
    if (!this.given.has(key) || contentChanges.length === 0) return;
    const edits = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    edits.sort((a, b) => b.offset - a.offset);
    this.send(key, this.ask('editText', { document: key, version: document.version, edits }));
  }

  /** Takes a text back. */
  forget(document: string): void {
    if (this.given.delete(document)) this.send(document, this.ask('setText', { document, version: 0, text: null }));
  }

  /** The inspector has started anew and has no texts. */
  forgetAll(): void {
    this.given.clear();
  }

  /** A text that did not arrive is given whole with the next question. */
  private send(document: string, sending: Promise<unknown>): void {
    sending.catch((error: unknown) => {
      this.given.delete(document);
      this.log.debug(`Text of ${document}: ${errorText(error)}`);
    });
  }
}
