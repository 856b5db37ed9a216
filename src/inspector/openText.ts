import { basename } from 'node:path';
import { readText } from '../engine/data/readText';
import type { Vocabulary } from '../engine/data/vocabulary';
import { ReadText, SymbolNumbers } from '../engine/inspect/reading/readText';
import { SymbolText } from '../engine/inspect/reading/symbolText';
import { sharesNothing } from './sharesNothing';

/** A text file as a model reads it. @throws UserError where it is no UTF-8 text, or shares no symbol with the model */
export async function openText(path: string, vocabulary: Vocabulary): Promise<ReadText> {
  const text = new SymbolText((await readText(path)).points);
  const read = new ReadText(text, new SymbolNumbers(vocabulary));
  if (read.isStrange) throw sharesNothing(basename(path));
  return read;
}
