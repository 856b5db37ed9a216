import type { Terminal } from './terminal';

/** npm passes Ctrl+C on to what the terminal has told already; only a later one is meant as a second. */
const SECOND_AFTER_MS = 1500;
const INTERRUPTED = 130;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isTty: process.stdout.isTTY === true,
    get columns() {
      return process.stdout.columns ?? 80;
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
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    controller.abort();
  });
  return controller.signal;
}
