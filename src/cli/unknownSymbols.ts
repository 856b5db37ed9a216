import * as l10n from '@vscode/l10n';
import type { ReadText } from '../engine/inspect/reading/readText';
import { formatCount } from '../protocol/words';

/** Symbols of a stretch that are outside the model's vocabulary, by what becomes of them; one of the two is 0. */
export interface UnknownSymbols {
  /** Not read: the network reads on as if they were not there. */
  passedOver: number;
  /** Read as the model's one symbol for all that it does not know. */
  readAsUnknown: number;
}

/** Counts the symbols from..to that are outside the vocabulary. */
export function countUnknown(read: ReadText, { from, to }: { from: number; to: number }): UnknownSymbols {
  const count = read.unknown.before(to) - read.unknown.before(from);
  return read.passesOver ? { passedOver: count, readAsUnknown: 0 } : { passedOver: 0, readAsUnknown: count };
}

/** What became of them, in words; nothing where there is none. */
export function unknownSentence({ passedOver, readAsUnknown }: UnknownSymbols): string {
  if (passedOver > 0)
    return l10n.t(
      '{0} of them are not among the symbols of the model and were passed over: they and the symbol before each have no loss.',
      formatCount(passedOver),
    );
  return readAsUnknown > 0
    ? l10n.t('{0} of them are not among the symbols of the model and were read as unknown.', formatCount(readAsUnknown))
    : '';
}
