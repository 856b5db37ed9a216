import type { TextEditor } from 'vscode';
import type { TextStretch } from './stepStretches';

/** Lines above and below what is seen that are coloured too, so that scrolling finds colours there. */
const marginLines = 30;
/** Of lines that never end only the beginning is coloured: about as much as VS Code draws of a line. */
const mostUnits = 20_000;

/** The stretch of a text to colour: what an editor shows of it, and a margin. */
export function stretchInView({ document, visibleRanges }: TextEditor): TextStretch {
  if (visibleRanges.length === 0) return { from: 0, to: 0 };
  const [first, last] = [visibleRanges[0]!, visibleRanges.at(-1)!];
  const seenFrom = document.offsetAt(first.start);
  const top = document.lineAt(Math.max(0, first.start.line - marginLines)).range.start;
  const bottom = document.lineAt(Math.min(document.lineCount - 1, last.end.line + marginLines)).range.end;
  const from = Math.max(document.offsetAt(top), seenFrom - mostUnits / 4);
  return { from, to: Math.min(document.offsetAt(bottom), from + mostUnits) };
}
