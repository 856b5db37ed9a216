import { listenForSignals } from './interruption';
import type { Terminal } from './terminal';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const controller = new AbortController();
  let isListening = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    controller.abort();
  });
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTty: process.stdout.isTTY === true,
    get columns() {
      return process.stdout.columns ?? 80;
    },
    folder: process.cwd(),
    get interrupted() {
      if (!isListening) listenForSignals(controller);
      isListening = true;
      return controller.signal;
    },
  };
}
