import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import type { Problem } from './problem';

/** A problem with its place. */
export type PlacedProblem = Problem & { line: number; column: number };

/** Problems with their places, in the order of the file. */
export const inOrder = (problems: Problem[], text: string): PlacedProblem[] =>
  problems
    .map((problem) => ({ ...problem, ...placeOf(problem, text) }))
    .sort((a, b) => a.line - b.line || a.column - b.column);

/** Line and column, both from 1, of a problem in the text of its file. */
export function placeOf({ path, offset }: Problem, text: string): { line: number; column: number } {
  const before = text.slice(0, offset ?? offsetOf(path, text));
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/** Where the field of a path begins, or the deepest one around it that is there. */
function offsetOf(path: Problem['path'], text: string): number {
  const root = parseTree(text);
  for (let depth = path.length; root && depth >= 0; depth--) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node) return fieldStart(node);
  }
  return 0;
}

/** A value's field begins at its name. */
const fieldStart = (node: Node): number => (node.parent?.type === 'property' ? node.parent.offset : node.offset);
