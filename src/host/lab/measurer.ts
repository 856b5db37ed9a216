import type { Disposable } from 'vscode';
import { CancellationError } from 'vscode';
import type { Computing, ExperimentText, MeasuredSteps } from '../../protocol/preview';
import type { Inspector } from './inspector';

/**
 * Measures how long learning steps take, in an inspector process that is there for nothing else: its priority is low,
 * its memory is free again afterwards, and a step that takes too long ends with it. One measurement at a time.
 */
export class Measurer implements Disposable {
  private last: Promise<unknown> = Promise.resolve();
  private running: Inspector | undefined;

  /** @param newInspector makes an inspector of its own process */
  constructor(private readonly newInspector: () => Inspector) {}

  /** Measures, when those who asked before have their answers. @throws CancellationError where the signal ends it */
  measure(params: ExperimentText & Computing, signal: AbortSignal): Promise<MeasuredSteps> {
    const result = this.last.then(() => this.measureNow(params, signal));
    this.last = result.catch(() => undefined);
    return result;
  }

  dispose(): void {
    this.running?.dispose();
  }

  private async measureNow(params: ExperimentText & Computing, signal: AbortSignal): Promise<MeasuredSteps> {
    if (signal.aborted) throw new CancellationError();
    const inspector = (this.running = this.newInspector());
    const end = (): void => inspector.dispose();
    signal.addEventListener('abort', end);
    try {
      return await inspector.call('measureSteps', params);
    } catch (error) {
      throw signal.aborted ? new CancellationError() : error;
    } finally {
      signal.removeEventListener('abort', end);
      inspector.dispose();
      this.running = undefined;
    }
  }
}
