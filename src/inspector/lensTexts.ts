import { SymbolText, type SymbolChange, type TextEdit } from '../engine/inspect/reading/symbolText';

/** A text that the editor has open. */
interface OpenText {
  version: number;
  text: SymbolText;
}

/** The texts that lenses may look at, each as the editor has it. */
export class LensTexts {
  private readonly texts = new Map<string, OpenText>();

  set(document: string, version: number, text: string): SymbolText {
    const made = new SymbolText(text);
    this.texts.set(document, { version, text: made });
    return made;
  }

  delete(document: string): void {
    this.texts.delete(document);
  }

  /** Puts edits in, one after the other. @param changed told of each as soon as it is in */
  edit(document: string, version: number, edits: TextEdit[], changed: (change: SymbolChange) => void): SymbolText {
    const open = this.find(document);
    open.version = version;
    for (const edit of edits) changed(open.text.edit(edit));
    return open.text;
  }

  /** @throws Error where the text is not open, or has another version by now */
  at(document: string, version: number): SymbolText {
    const open = this.find(document);
    if (open.version !== version) throw new Error(`${document} has version ${open.version}, not ${version}`);
    return open.text;
  }

  private find(document: string): OpenText {
    const open = this.texts.get(document);
    if (!open) throw new Error(`${document} is not open`);
    return open;
  }
}
