import * as l10n from '@vscode/l10n';
import type { EngineWish } from './engineFlags';
import { LastCurves } from './pictures/lastCurves';
import { gradientPictures } from './pictures/gradientPictures';
import { progressReport } from './progressReport';
import type { Terminal } from './terminal';
import type { TrainingReport } from './trainHere';

/** Tells of a training as the demo does: the progress, then everything that there is to see, as pictures in characters. */
export class DemoReport implements TrainingReport {
  private readonly progress: TrainingReport;
  private curves?: LastCurves;
  private directory = '';

  constructor(private readonly terminal: Terminal) {
    this.progress = progressReport(terminal);
  }

  started: TrainingReport['started'] = (run) => {
    this.curves = new LastCurves(run.record.layouts);
    this.directory = run.directory;
    this.progress.started(run);
  };

  stepped: TrainingReport['stepped'] = (result, line) => {
    this.curves?.stepped(result);
    this.progress.stepped?.(result, line);
  };

  validated: TrainingReport['validated'] = (line) => this.progress.validated?.(line);

  ended: TrainingReport['ended'] = (record, directory) => this.progress.ended(record, directory);

  /** Reach, gradient profile and a sampled text of the run that has ended. */
  async showResults(engine: EngineWish): Promise<void> {
    if (this.curves) this.terminal.out(`\n${gradientPictures(this.curves, this.terminal.columns)}\n`);
    const { sampleRun } = await import('../inspector/sampleRun');
    const { text } = await sampleRun({ directory: this.directory, length: 400, temperature: 0.8, seed: 1 }, engine);
    this.terminal.out(`\n${l10n.t('A text as it writes now')}\n\n${text}\n`);
  }
}
