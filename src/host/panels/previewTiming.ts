import { l10n, workspace } from 'vscode';
import type { Computing, ExperimentText, MeasuredSteps, NetworkPreview, Timing } from '../../protocol/preview';
import type { TrainerRequest } from '../../protocol/session';
import { errorText } from '../../protocol/userError';
import { isAlive } from '../lab/runAbilities';
import type { Measurer } from '../lab/measurer';
import type { Runs } from '../lab/runs';

/** Keeps the time of an experiment's steps; an experiment that differs in nothing that takes time is not measured again. */
export class PreviewTiming {
  private measuring: AbortController | undefined;
  private known: { key: string; measured: MeasuredSteps; busyRuns: number } | undefined;

  /** @param tell is told of everything that happens */
  constructor(
    private readonly measurer: Measurer,
    private readonly runs: Runs,
    private readonly tell: (timing: Timing) => void,
  ) {}

  /** Measures, unless it is known already. */
  async measure(file: ExperimentText, { experiment, vocabulary, stepsPerEpoch }: NetworkPreview): Promise<void> {
    const computing = computingOfSettings();
    const { batch, window, stride, optimiser } = experiment.training;
    const key = JSON.stringify([experiment.model, vocabulary, batch, window, stride, optimiser, computing]);
    this.stop();
    if (!workspace.isTrusted)
      return this.tell({ state: 'failed', message: l10n.t('Nothing is trained in a folder that you do not trust.') });
    if (this.known?.key !== key) return this.measureNow({ ...file, ...computing }, key);
    const { measured, busyRuns } = this.known;
    this.tell({
      state: 'measured',
      measured: { ...measured, epochMs: measured.stepMs * stepsPerEpoch },
      busyRuns,
    });
  }

  /** Forgets what was measured: the next time it is measured anew. */
  forget(): void {
    this.known = undefined;
  }

  /** Ends a measurement that is going on, and says so. */
  cancel(): void {
    if (this.stop()) this.tell({ state: 'cancelled' });
  }

  /** Whether there was something to stop. */
  private stop(): boolean {
    const { measuring } = this;
    this.measuring = undefined;
    measuring?.abort();
    return measuring !== undefined;
  }

  private async measureNow(params: ExperimentText & Computing, key: string): Promise<void> {
    const own = (this.measuring = new AbortController());
    this.tell({ state: 'measuring' });
    const busyRuns = this.runs.all().filter(isAlive).length;
    const timing = await this.measurer.measure(params, own.signal).then(
      (measured): Timing => ({ state: 'measured', measured, busyRuns }),
      (error: unknown): Timing => ({ state: 'failed', message: errorText(error) }),
    );
    if (this.measuring !== own) return; // stopped, and somebody else says what is
    this.measuring = undefined;
    if (timing.state === 'measured') this.known = { key, measured: timing.measured, busyRuns };
    this.tell(timing);
  }
}

/** What a session would compute with. */
function computingOfSettings(): Computing {
  const settings = workspace.getConfiguration('unroll');
  return {
    engine: settings.get<TrainerRequest['engine']>('engine', 'auto'),
    kernels: settings.get<TrainerRequest['kernels']>('kernels', 'auto'),
    threads: settings.get<number>('threads', 0),
  };
}
