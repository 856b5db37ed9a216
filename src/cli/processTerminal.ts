import * as l10n from '@vscode/l10n';
import { OutputStream } from './outputStream';
import type { Terminal } from './terminal';

/** npm passes Ctrl+C on to what the terminal has told already; only a later one is meant as a second. */
const SECOND_AFTER_MS = 1500;
const INTERRUPTED = 130;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const output = new OutputStream(process.stdout, l10n.t('standard output'));
  const errors = new OutputStream(process.stderr, l10n.t('standard error'));
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
    interrupted: interruption(),
  };
}

/** Ctrl+C asks; a second one ends the process at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const interrupt = () => {
    if (firstAt !== undefined && performance.now() - firstAt > SECOND_AFTER_MS) process.exit(INTERRUPTED);
    firstAt ??= performance.now();
    controller.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  return controller.signal;
}
