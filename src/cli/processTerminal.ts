import * as l10n from '@vscode/l10n';
import { listenForSignals } from './interruption';
import { OutputStream } from './outputStream';
import type { Terminal } from './terminal';

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const output = new OutputStream(process.stdout, l10n.t('standard output'));
  const errors = new OutputStream(process.stderr, l10n.t('standard error'));
  const controller = new AbortController();
  let isListening = false;
  return {
    out: (text) => output.write(text),
    err: (text) => errors.write(text),
    outputLost: output.lost,
    flushed: () => output.flushed(),
    isTty: process.stdout.isTTY === true,
    get columns() {
      return process.stdout.columns || 80; // 0: a terminal that knows no width
    },
    folder: process.cwd(),
    get interrupted() {
      if (!isListening) listenForSignals(controller);
      isListening = true;
      return controller.signal;
    },
  };
}
