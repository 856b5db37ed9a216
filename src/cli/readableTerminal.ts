import { visibleLines } from '../protocol/visibleText';
import { CLEAR_LINE } from './clearLine';
import type { Terminal } from './terminal';

/**
 * A terminal that names and texts of strangers cannot steer: where a person reads, nothing but our own clearing of a
 * line moves the cursor. What another program reads stays as it is.
 */
export function readableTerminal(terminal: Terminal): Terminal {
  const readable: Pick<Terminal, 'out' | 'err'> = {
    out: (text) => terminal.out(terminal.isTty ? readableText(text) : text),
    err: (text) => terminal.err(readableText(text)),
  };
  return Object.assign(Object.create(terminal) as Terminal, readable);
}

const readableText = (text: string): string => text.split(CLEAR_LINE).map(visibleLines).join(CLEAR_LINE);
