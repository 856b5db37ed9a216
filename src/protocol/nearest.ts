/** Longer words are none that a person mistyped. */
const longest = 80;

/** The word that a person most likely meant, if any is near enough: at most two letters in five differ. */
export function nearest(word: string, words: string[]): string | undefined {
  if (word.length > longest) return undefined;
  const near = words
    .filter((candidate) => candidate.length <= longest)
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, candidate.length * 0.4))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.candidate;
}

/** Letters to insert, remove, replace or swap with their neighbour to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 0; i < from.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const replaced = row[j]! + (from[i] === to[j] ? 0 : 1);
      const isSwap = i > 0 && j > 0 && from[i] === to[j - 1] && from[i - 1] === to[j];
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, replaced, isSwap ? before[j - 1]! + 1 : Infinity));
    }
    [before, row] = [row, next];
  }
  return row[to.length]!;
}
