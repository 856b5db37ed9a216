import { visibleLines } from '../protocol/visibleText';
import { CLEAR_LINE } from './clearLine';
import type { Terminal } from './terminal';

/**
 * A terminal that names and texts of strangers cannot steer: where a person reads, nothing but our own clearing of a
 * line moves the cursor. What another program reads stays as it is.
 */
export const readableTerminal = (terminal: Terminal): Terminal => ({
  out: (text) => terminal.out(terminal.isTty ? readableText(text) : text),
  err: (text) => terminal.err(readableText(text)),
  outputLost: terminal.outputLost,
  flushed: () => terminal.flushed(),
  isTty: terminal.isTty,
  get columns() {
    return terminal.columns; // it may change
  },
  folder: terminal.folder,
  get interrupted() {
    return terminal.interrupted; // who asks for it begins to listen
  },
});

const readableText = (text: string): string => text.split(CLEAR_LINE).map(visibleLines).join(CLEAR_LINE);
