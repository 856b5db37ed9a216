import { randomInt } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { NotFiniteError } from '../engine/training/notFiniteError';
import { SelfCheckError } from '../engine/training/selfCheckError';
import type { TrainingOptions } from '../protocol/experiment';
import { selfCheckFile, type RunRecord } from '../protocol/run';
import type { SampleRequest } from '../protocol/session';
import { breathe } from '../runs/breathe';
import type { RunWriter } from '../runs/runWriter';
import { WriteFailure } from '../runs/writeFailure';
import { checkLearningRate, checkSampleRequest } from './checkOrders';
import { OrderQueue } from './orderQueue';
import type { SessionControls, SessionHooks } from './sessionHooks';
import { logText, problemOf } from './trainingProblem';
import type { DoneAt, TrainingSteps } from './trainingWork';
import { TrainingWork } from './trainingWork';

/** Trains one run to its end, and does what it is asked between two steps. */
export class TrainingSession implements SessionControls {
  private readonly orders = new OrderQueue();
  private readonly work: TrainingWork;

  /**
   * @param announced takes the record at every change of state and ten times a second
   * @param done where a run goes on: the steps of its last measurements
   */
  constructor(
    private readonly training: TrainingSteps,
    options: TrainingOptions,
    private readonly writer: RunWriter,
    private readonly hooks: SessionHooks,
    announced: (record: RunRecord) => void,
    done?: DoneAt,
  ) {
    this.work = new TrainingWork(training, options, writer, hooks, announced, done);
  }

  /** Trains until the run is finished, stopped or failed. */
  async run(): Promise<RunRecord> {
    this.work.clock.start();
    this.work.announce();
    while (!this.work.hasEnded) {
      await breathe();
      if (await this.orders.carryOutNext()) continue;
      if (this.record.state === 'paused') await this.orders.arrival();
      else await this.guard(() => this.work.stepOrEnd());
    }
    this.orders.close();
    return this.record;
  }

  describe(): RunRecord {
    return this.record;
  }

  pause(): Promise<{ step: number }> {
    return this.order(async () => {
      if (this.record.state !== 'running') return;
      this.hold();
      await this.guard(async () => {
        await this.work.save();
        await this.work.change('paused');
      });
    });
  }

  resume(): Promise<{ step: number }> {
    return this.order(async () => {
      if (this.record.state !== 'paused') return;
      await this.insist(async () => {
        await this.work.doDuties();
        if (!this.work.hasEnded) await this.work.change('running', { problem: undefined });
      });
      if (!this.work.hasEnded) this.work.clock.start();
    });
  }

  stepOnce(): Promise<{ step: number }> {
    return this.order(async () => {
      this.hold();
      await this.insist(async () => {
        await this.work.doDuties();
        if (!this.work.hasEnded) await this.work.clock.time(() => this.work.stepOrEnd());
        if (!this.work.hasEnded && this.work.isAtEnd) await this.work.end('finish');
        if (!this.work.hasEnded) await this.work.change('paused', { problem: undefined });
      });
    });
  }

  stop(): Promise<{ step: number }> {
    return this.order(() =>
      this.insist(() => this.work.end('stop')).catch((error: unknown) => {
        this.work.forgetStop(); // it may be asked again, or resumed
        throw error;
      }),
    );
  }

  async setLearningRate({ value }: { value: number }): Promise<{ value: number }> {
    checkLearningRate(value);
    await this.order(async () => {
      this.work.setLearningRate(value);
      this.log(l10n.t('Learning rate {0} from step {1} on.', value, this.training.step + 1));
      this.work.announce();
    });
    return { value };
  }

  async sample(request: SampleRequest): Promise<{ text: string }> {
    checkSampleRequest(request);
    return this.orders.give(async () => {
      const text = this.work.takeSample({ seed: randomInt(2 ** 32), ...request });
      await this.guard(() => this.writer.flush());
      this.work.announce();
      return { text };
    });
  }

  /** Ends the run as failed: by weights that are no numbers any more, by a full disk that nobody minds, or by a bug. */
  async fail(error: unknown): Promise<void> {
    if (this.work.hasEnded) return;
    this.work.hasEnded = true;
    this.work.clock.stop();
    this.log(logText(error));
    const attempt = (work: Promise<void>) => work.catch((failure: unknown) => this.log(logText(failure)));
    if (error instanceof SelfCheckError)
      await attempt(this.writer.writeBeside(selfCheckFile(error.step), error.record));
    if (error instanceof NotFiniteError) await attempt(this.work.save()); // the weights are those from before the step
    this.writer.note({ state: 'failed', problem: problemOf(error, this.training.step) });
    this.work.announce();
    await attempt(this.work.change('failed'));
    this.orders.close();
  }

  private get record(): RunRecord {
    return this.writer.record;
  }

  private order(act: () => Promise<void>): Promise<{ step: number }> {
    return this.orders.give(async () => {
      await act();
      return { step: this.training.step };
    });
  }

  /** Does work that may fail. Failing to write pauses the run, everything else ends it. @returns the failure */
  private async guard(work: () => Promise<void>): Promise<unknown> {
    try {
      await work();
      return undefined;
    } catch (error) {
      if (error instanceof WriteFailure) await this.cannotWrite(error);
      else await this.fail(error);
      return error;
    }
  }

  /** The same for whoever asked: the failure is the answer. */
  private async insist(work: () => Promise<void>): Promise<void> {
    const error = await this.guard(work);
    if (error !== undefined) throw error;
  }

  private async cannotWrite(failure: WriteFailure): Promise<void> {
    if (this.hooks.onDiskProblem === 'fail') return this.fail(failure);
    this.hold();
    this.log(failure.text);
    const problem = { ...problemOf(failure, this.training.step), remedy: l10n.t('{0} Then resume.', failure.remedy) };
    await this.writer.update({ problem }).catch(() => undefined); // it is in memory, and told
    this.work.announce();
  }

  private hold(): void {
    this.work.clock.stop();
    this.writer.note({ state: 'paused' });
  }

  private log(line: string): void {
    this.hooks.log?.(line);
  }
}
