import type { CancellationToken, Disposable, Position, TextDocument } from 'vscode';
import { Hover, languages, MarkdownString, Range } from 'vscode';
import type { EquationLine } from '../../protocol/equations/equationsAt';
import { mathParts, unbroken, type Formula } from '../../protocol/equations/formula';
import { sourceWords } from '../../protocol/equations/words';
import { chosenNotation } from '../lens/chosenNotation';
import { escaped } from '../lens/markup';
import { experimentSelector } from './experimentDocuments';

/**
 * Shows at a cell, at its options and at those of training in an experiment file the equations that they make, as they
 * stand, in the chosen letters. What they are and where they come from stands in the JSON Schema.
 */
export const provideEquationHover = (): Disposable =>
  languages.registerHoverProvider(experimentSelector, { provideHover: equationHover });

async function equationHover(
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<Hover | undefined> {
  const { findNodeAtLocation, getLocation, getNodeValue, parseTree } = await import('jsonc-parser');
  const { equationsAt } = await import('../../protocol/equations/equationsAt');
  const text = document.getText();
  const { path } = getLocation(text, document.offsetAt(position));
  const root = parseTree(text);
  const node = root && findNodeAtLocation(root, path);
  if (token.isCancellationRequested || !node) return undefined;
  const lines = equationsAt(getNodeValue(root), path, chosenNotation());
  if (lines.length === 0) return undefined;
  const { offset, length } = node.parent?.type === 'property' ? node.parent : node;
  return new Hover(
    equationMarkdown(lines),
    new Range(document.positionAt(offset), document.positionAt(offset + length)),
  );
}

/** Equations as a hover: what each gives, and the formula with its indices below and above. */
function equationMarkdown(lines: EquationLine[]): MarkdownString {
  const rows = lines.map(
    ({ name, formula }) =>
      `<tr>${name === undefined ? '' : `<td>${escaped(name)} &nbsp;</td>`}<td>${set(formula)}</td></tr>`,
  );
  const markdown = new MarkdownString(`${escaped(sourceWords(chosenNotation()))}:\n\n<table>${rows.join('')}</table>`);
  markdown.supportHtml = true;
  return markdown;
}

const set = (formula: Formula): string =>
  mathParts(formula)
    .map(({ text, level }) => {
      if (level === 'line') return escaped(unbroken(text));
      const tag = level === 'below' ? 'sub' : 'sup';
      return `<${tag}>${escaped(text)}</${tag}>`;
    })
    .join('');
