import { basename } from 'node:path';
import { decodeUtf8 } from '../engine/data/decodeUtf8';
import { readTextFile } from '../engine/data/textFile';
import type { Vocabulary } from '../engine/data/vocabulary';
import { ReadText, SymbolNumbers } from '../engine/inspect/reading/readText';
import { SymbolText } from '../engine/inspect/reading/symbolText';
import { sharesNothing } from './sharesNothing';

/** A text file as a model reads it. @throws UserError where it is no UTF-8 text, or shares no symbol with the model */
export async function openText(path: string, vocabulary: Vocabulary): Promise<ReadText> {
  const file = await readTextFile(path);
  const text = new SymbolText(decodeUtf8(file.bytes, file.path));
  const read = new ReadText(text, new SymbolNumbers(vocabulary));
  if (read.isStrange) throw sharesNothing(basename(path));
  return read;
}
