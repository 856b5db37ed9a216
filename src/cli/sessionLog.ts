import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles } from '../protocol/run';

/** The log of a run that is trained in the terminal: it stands in the run's folder, as that of a trainer process does. */
export class SessionLog {
  private waiting = '';
  private path?: string;

  /** Says a line; what is said before the run has a folder waits for it. */
  say(line: string): void {
    this.waiting += `${new Date().toISOString()} ${line}\n`;
    this.write();
  }

  /** Writes into the folder of the run from here on. */
  open(directory: string): void {
    this.path = join(directory, runFiles.log);
    this.write();
  }

  private write(): void {
    if (this.path === undefined || this.waiting === '') return;
    try {
      appendFileSync(this.path, this.waiting);
      this.waiting = '';
    } catch {
      // a full disk; what is said next takes it along
    }
  }
}
