import type { LensDocument } from './lensDocument';
import { SymbolOffsets } from './symbolOffsets';

const known = new WeakMap<LensDocument, { version: number; offsets: SymbolOffsets }>();

/** Where the symbols of a document stand at this moment. */
export function symbolOffsetsOf(document: LensDocument): SymbolOffsets {
  const found = known.get(document);
  if (found?.version === document.version) return found.offsets;
  const offsets = new SymbolOffsets(document.getText());
  known.set(document, { version: document.version, offsets });
  return offsets;
}
