import { describe, expect, it } from 'vitest';
import type { LogOutputChannel, TextDocument, TextDocumentChangeEvent } from 'vscode';
import type { LensAsk } from './lensAsk';
import { LensTexts } from './lensTexts';

const log = { debug: () => undefined } as unknown as LogOutputChannel;

/** What an editor has of a text, and edits as it reports them: all in the text as it was. */
class FakeDocument {
  version = 1;
  constructor(public text: string) {}
  readonly uri = { toString: () => 'file:///a.txt' };
  getText = (): string => this.text;

  edit(...changes: [offset: number, length: number, text: string][]): TextDocumentChangeEvent {
    for (const [offset, length, text] of [...changes].sort((a, b) => b[0] - a[0]))
      this.text = this.text.slice(0, offset) + text + this.text.slice(offset + length);
    this.version++;
    const contentChanges = changes.map(([rangeOffset, rangeLength, text]) => ({ rangeOffset, rangeLength, text }));
    return { document: this as unknown as TextDocument, contentChanges } as unknown as TextDocumentChangeEvent;
  }
}

/** The other side: keeps a text as the contract says, and how often it was given whole. */
function inspector() {
  const held = { text: undefined as string | null | undefined, version: 0, whole: 0, fails: false };
  const ask = async (method: string, params: Record<string, unknown>): Promise<unknown> => {
    if (held.fails) throw new Error('gone');
    held.version = params['version'] as number;
    if (method === 'setText') held.text = ((held.whole += 1), params['text'] as string | null);
    else
      for (const { offset, length, text } of params['edits'] as { offset: number; length: number; text: string }[])
        held.text = held.text!.slice(0, offset) + text + held.text!.slice(offset + length);
    return {};
  };
  return { held, texts: new LensTexts(ask as unknown as LensAsk, log) };
}

const asDocument = (document: FakeDocument): TextDocument => document as unknown as TextDocument;

describe('the text of a document', () => {
  it('is given whole once, and followed edit by edit, also where one event has several', () => {
    const { held, texts } = inspector();
    const document = new FakeDocument('Call me Ishmael.');
    texts.give(asDocument(document));
    texts.edit(document.edit([0, 4, 'Name'], [8, 7, 'Ahab'], [15, 1, '!']));
    texts.edit(document.edit([4, 0, ' 🐋']));
    texts.give(asDocument(document));
    expect(held).toMatchObject({ text: document.text, version: 3, whole: 1 });
    expect(document.text).toBe('Name 🐋 me Ahab!');
  });

  it('is left alone until it is looked at, and after it was forgotten', () => {
    const { held, texts } = inspector();
    const document = new FakeDocument('sea');
    texts.edit(document.edit([0, 0, 'a ']));
    expect(held.text).toBeUndefined();
    texts.give(asDocument(document));
    texts.forget('file:///a.txt');
    texts.edit(document.edit([0, 0, 'b ']));
    expect(held.text).toBeNull();
  });

  it('is given whole again where an edit did not arrive, and after the inspector has started anew', async () => {
    const { held, texts } = inspector();
    const document = new FakeDocument('sea');
    texts.give(asDocument(document));
    held.fails = true;
    texts.edit(document.edit([0, 0, 'a ']));
    await Promise.resolve();
    held.fails = false;
    await new Promise(setImmediate);
    texts.give(asDocument(document));
    expect(held).toMatchObject({ text: 'a sea', whole: 2 });
    texts.forgetAll();
    texts.give(asDocument(document));
    expect(held.whole).toBe(3);
  });
});
