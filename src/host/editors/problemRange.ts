import type { TextDocument } from 'vscode';
import { Range } from 'vscode';
import type { Problem } from '../../protocol/problem';

/** Where a problem stands in a document: the value at its path, the nearest one around it, or the place that is no JSON. */
export async function problemRange(document: TextDocument, problem: Problem): Promise<Range> {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser');
  const at = (offset: number, length: number): Range =>
    new Range(document.positionAt(offset), document.positionAt(offset + length));
  if (problem.offset !== undefined) return at(problem.offset, 1);
  const root = parseTree(document.getText());
  for (let length = problem.path.length; root && length > 0; length--) {
    const node = findNodeAtLocation(root, problem.path.slice(0, length));
    if (node) return at(node.offset, node.length);
  }
  return document.lineAt(root ? document.positionAt(root.offset).line : 0).range;
}
