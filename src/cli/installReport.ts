import type { InstallerProgress } from '../protocol/tensorflow';
import { bar } from './progress';
import { CLEAR_LINE } from './clearLine';
import type { Terminal } from './terminal';

const BAR = 24;
const LINE_MS = 5000;

/** Tells how far an installation is: a line that changes in place, or a line a stage and every few seconds. */
export class InstallReport {
  private stage = '';
  private toldMs = -Infinity;

  constructor(
    private readonly terminal: Pick<Terminal, 'err' | 'isTty'>,
    private readonly now: () => number = () => performance.now(),
  ) {}

  tell({ stage, sentence, bytes, totalBytes }: InstallerProgress): void {
    const isNews = stage !== this.stage;
    if (!this.terminal.isTty && !isNews && this.now() - this.toldMs < LINE_MS) return;
    [this.stage, this.toldMs] = [stage, this.now()];
    const picture = bytes !== undefined && totalBytes ? `${bar(bytes / totalBytes, BAR)} ` : '';
    this.terminal.err(this.terminal.isTty ? `${CLEAR_LINE}${picture}${sentence}` : `${sentence}\n`);
  }

  /** Leaves an empty line for what follows. */
  end(): void {
    if (this.terminal.isTty && this.stage !== '') this.terminal.err(CLEAR_LINE);
  }
}
