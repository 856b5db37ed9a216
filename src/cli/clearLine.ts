/** Back to the beginning of the line, and nothing left of it: what a terminal is told to draw progress in place. */
export const CLEAR_LINE = '\r\u001b[2K';
