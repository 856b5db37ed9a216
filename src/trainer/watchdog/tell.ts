import { appendFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles } from '../../protocol/run';
import { supervisorDescriptor, type Told, type WatchOrder } from './watchOrder';

/** A thread that is not the first has streams that go through the first one. */
export const standardError = 2;

/** Tells whoever supervises this process; written at once, as the thread that trains may be busy for ever. */
export function tellSupervisor(told: Told): void {
  attempt(() => writeSync(supervisorDescriptor, `${JSON.stringify(told)}\n`));
}

/** Says sentences where the session's own go: its log, and where it trains in a terminal, there too. */
export const sayTo =
  ({ successor, directory }: Pick<WatchOrder, 'successor' | 'directory'>) =>
  (sentence: string): void => {
    const line = `${new Date().toISOString()} ${sentence}\n`;
    if (successor.kind === 'trainer') return attempt(() => writeSync(standardError, line));
    attempt(() => writeSync(standardError, `${sentence}\n`));
    attempt(() => appendFileSync(join(directory, runFiles.log), line));
  };

function attempt(write: () => unknown): void {
  try {
    write();
  } catch {
    // nobody reads it, or the disk is full
  }
}
