/** A word of the text and the number of its first symbol. */
export interface PlacedWord {
  at: number;
  word: string;
}

/** The words of two or more letters among symbols, the first of them being symbol number `from`. */
export function wordsAmong(symbols: string[], from: number): PlacedWord[] {
  const words: PlacedWord[] = [];
  let start = -1;
  for (let index = 0; index <= symbols.length; index++) {
    const isLetter = index < symbols.length && /^[\p{L}\p{M}\p{N}'’]$/u.test(symbols[index]!);
    if (isLetter && start < 0) start = index;
    if (isLetter || start < 0) continue;
    if (index - start > 1) words.push({ at: from + start, word: symbols.slice(start, index).join('') });
    start = -1;
  }
  return words;
}
