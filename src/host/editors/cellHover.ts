import type { CancellationToken, Disposable, Position, TextDocument } from 'vscode';
import { Hover, l10n, languages, MarkdownString, Range } from 'vscode';
import { letteredEquations, type Described, type Notation } from '../../protocol/notation';
import { chosenNotation } from '../lens/chosenNotation';
import { experimentSelector } from './experimentDocuments';

/** Shows at the name of a cell in an experiment its equations, with its options as they stand, in the chosen letters. */
export const provideCellHover = (): Disposable =>
  languages.registerHoverProvider(experimentSelector, { provideHover: cellHover });

async function cellHover(
  document: TextDocument,
  position: Position,
  token: CancellationToken,
): Promise<Hover | undefined> {
  const { findNodeAtLocation, getLocation, getNodeValue, parseTree } = await import('jsonc-parser');
  const text = document.getText();
  const { path } = getLocation(text, document.offsetAt(position));
  const [model, layers, place, field] = path;
  const root = parseTree(text);
  if (token.isCancellationRequested || !root || model !== 'model' || layers !== 'layers' || field !== 'cell')
    return undefined;
  const node = findNodeAtLocation(root, path);
  const layer = findNodeAtLocation(root, [model, layers, place!]);
  if (!node || !layer) return undefined;
  const shown = equationsOf(getNodeValue(layer) as Described, chosenNotation());
  const range = new Range(document.positionAt(node.offset), document.positionAt(node.offset + node.length));
  return shown && new Hover(shown, range);
}

function equationsOf(layer: Described, notation: Notation): MarkdownString | undefined {
  const lines = letteredEquations(layer, notation);
  if (lines.length === 0) return undefined;
  const sources: Record<Notation, string> = {
    pytorch: l10n.t('In PyTorch’s letters'),
    goodfellow: l10n.t('In the letters of Goodfellow, Bengio and Courville'),
    colah: l10n.t('In Olah’s letters'),
  };
  return new MarkdownString(`${sources[notation]}:`).appendCodeblock(lines.join('\n'), 'text');
}
