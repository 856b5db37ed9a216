import { constants } from 'node:os';

/** A signal that asks a command to end. */
export class Interruption extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(signal);
    this.name = 'Interruption';
  }
}

/** The signals that ask a command to end. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes Ctrl+C on to what the terminal has told already; only a later one is meant as a second. */
export const secondAfterMs = 500;

/** The exit status of what a signal ended, as shells have it. */
export const statusOfSignal = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];

/** The exit status of a command that was asked to end. */
export const interruptedStatus = ({ reason }: AbortSignal): number =>
  statusOfSignal(reason instanceof Interruption ? reason.signal : 'SIGINT');

/**
 * From now on a first signal aborts the controller, and a second one ends the process. Until this is called, and in
 * commands that never do, the system ends the process at the first: whoever listens must be there to hear.
 */
export function listenForSignals(controller: AbortController): void {
  let firstMs: number | undefined;
  for (const signal of endingSignals)
    process.on(signal, () => {
      if (firstMs !== undefined && performance.now() - firstMs > secondAfterMs) process.exit(statusOfSignal(signal));
      firstMs ??= performance.now();
      controller.abort(new Interruption(signal));
    });
}
