import { visibleLines } from '../protocol/visibleText';
import type { Terminal } from './terminal';

/** A text for results: to a person without anything that moves the cursor, to another program as it is. */
export const shownText = (text: string, { isTty }: Terminal): string => (isTty ? visibleLines(text) : text);
