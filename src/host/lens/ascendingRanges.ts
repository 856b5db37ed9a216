import type { TextDocument } from 'vscode';
import { EndOfLine, Position, Range } from 'vscode';
import type { TextStretch } from './stepStretches';

/**
 * Stretches of a document in ascending order as ranges. It walks along the lines, as asking the document for thousands of
 * positions one by one takes milliseconds of the editor's process.
 */
export function ascendingRanges(document: TextDocument, stretches: TextStretch[]): Range[] {
  if (stretches.length === 0) return [];
  const walk = new LineWalk(document, stretches[0]!.from);
  return stretches.map(({ from, to }) => new Range(walk.to(from), walk.to(to)));
}

/** Walks forward through the offsets of a document. */
class LineWalk {
  private line: number;
  private start: number;
  private end: number;
  private readonly eol: number;

  constructor(
    private readonly document: TextDocument,
    offset: number,
  ) {
    this.line = document.positionAt(offset).line;
    this.start = document.offsetAt(new Position(this.line, 0));
    this.eol = document.eol === EndOfLine.CRLF ? 2 : 1;
    this.end = this.start + this.length();
  }

  /** The position of an offset that is not before the last one; inside a line's end, that end. */
  to(offset: number): Position {
    while (offset >= this.end + this.eol && this.line + 1 < this.document.lineCount) {
      this.start = this.end + this.eol;
      this.line++;
      this.end = this.start + this.length();
    }
    return new Position(this.line, Math.max(0, Math.min(offset, this.end) - this.start));
  }

  private length(): number {
    return this.document.lineAt(this.line).text.length;
  }
}
