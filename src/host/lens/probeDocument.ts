import { Position, Uri } from 'vscode';
import type { PlacedDocument } from './lensDocument';

const scheme = 'unroll-probe';

/** Whether an address is that of a probe text, also of one that was held before. */
export const isProbeAddress = (address: string | undefined): boolean => address?.startsWith(`${scheme}:`) ?? false;

/** A text that is in no file and never edited: another one has another address. */
export class ProbeDocument implements PlacedDocument {
  readonly version = 1;
  readonly uri: Uri;

  constructor(
    readonly text: string,
    number: number,
  ) {
    this.uri = Uri.from({ scheme, path: `/${number}` });
  }

  getText(): string {
    return this.text;
  }

  positionAt(offset: number): Position {
    const before = this.text.slice(0, offset).split('\n');
    return new Position(before.length - 1, before.at(-1)!.length);
  }
}
