import { randomInt } from 'node:crypto';
import { t } from '@vscode/l10n';
import { NotFiniteError } from '../engine/training/notFiniteError';
import type { StepResult, Training } from '../engine/training/training';
import type { Experiment } from '../protocol/experiment';
import type { RunProblem, RunRecord, RunState, SampleLine, StepLine } from '../protocol/run';
import { toJsonNumber } from '../protocol/run';
import type { SampleRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import { breathe } from '../runs/breathe';
import type { RunWriter } from '../runs/runWriter';
import { WriteFailure } from '../runs/writeFailure';
import { OrderQueue } from './orderQueue';
import { sampleSeed, scheduleOf } from './schedule';
import type { SessionControls, SessionHooks } from './sessionHooks';
import { TrainingClock } from './trainingClock';

/** What a session needs of its training. */
export type TrainingSteps = Pick<
  Training,
  'step' | 'epoch' | 'learningRate' | 'takeStep' | 'validate' | 'sample' | 'checkpoint'
>;

/** Work that a step leaves behind. What could not be done for want of disk space stays first in line. */
type Duty = 'validate' | 'sample' | 'flush' | 'save' | 'finish' | 'stop';

const flushEveryMs = 100;
const recordEveryMs = 5_000;
const checkpointEveryMs = 60_000;

/** Trains one run to its end, and does what it is asked between two steps. */
export class TrainingSession implements SessionControls {
  private readonly orders = new OrderQueue();
  private duties: Duty[] = [];
  private readonly clock: TrainingClock;
  private readonly doneAt = { validate: -1, sample: -1, save: -1 };
  private readonly lastMs = { flush: 0, record: performance.now(), checkpoint: performance.now() };
  private hasEnded = false;

  constructor(
    private readonly training: TrainingSteps,
    private readonly options: Experiment['training'],
    private readonly writer: RunWriter,
    private readonly hooks: SessionHooks,
    private readonly announced: (record: RunRecord) => void,
  ) {
    this.clock = new TrainingClock(this.record.trainedMs);
  }

  /** Trains until the run is finished, stopped or failed. */
  async run(): Promise<RunRecord> {
    this.clock.start();
    this.announce();
    if (this.record.checkpoints.length === 0) this.duties.push('save'); // even killed at once, it can be resumed
    while (!this.hasEnded) {
      await breathe();
      if (await this.orders.carryOutNext()) continue;
      if (this.record.state === 'paused') await this.orders.arrival();
      else await this.guard(() => this.stepOrEnd());
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
        if (this.doneAt.save !== this.training.step) await this.save();
        await this.change('paused');
      });
    });
  }

  resume(): Promise<{ step: number }> {
    return this.order(async () => {
      if (this.record.state !== 'paused') return;
      await this.insist(async () => {
        await this.doDuties();
        if (!this.hasEnded) await this.change('running', { problem: undefined });
      });
      if (!this.hasEnded) this.clock.start();
    });
  }

  stepOnce(): Promise<{ step: number }> {
    return this.order(async () => {
      this.hold();
      await this.insist(async () => {
        await this.doDuties();
        if (!this.hasEnded) await this.timed(() => this.stepOrEnd());
        if (!this.hasEnded && this.isAtEnd) await this.end('finish');
        if (!this.hasEnded) await this.change('paused', { problem: undefined });
      });
    });
  }

  stop(): Promise<{ step: number }> {
    return this.order(() =>
      this.insist(() => this.end('stop')).catch((error: unknown) => {
        this.duties = this.duties.filter((duty) => duty !== 'stop'); // not stopped: asked again, or resumed
        throw error;
      }),
    );
  }

  async setLearningRate({ value }: { value: number }): Promise<{ value: number }> {
    if (!(Number.isFinite(value) && value > 0))
      throw new UserError(
        t('{0} is no learning rate.', String(value)),
        t('Give a number above 0, for example {0}.', '0.001'),
      );
    await this.order(async () => {
      this.training.learningRate = value;
      this.log(t('Learning rate {0} from step {1} on.', value, this.training.step + 1));
      this.writer.note({ learningRate: value });
      this.announce();
    });
    return { value };
  }

  async sample(request: SampleRequest): Promise<{ text: string }> {
    checkSampleRequest(request);
    return this.orders.give(async () => {
      const text = this.takeSample({ seed: randomInt(2 ** 32), ...request });
      await this.guard(() => this.writer.flush());
      this.announce();
      return { text };
    });
  }

  /** Ends the run as failed: by weights that are no numbers any more, by a full disk that nobody minds, or by a bug. */
  async fail(error: unknown): Promise<void> {
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.clock.stop();
    this.log(error instanceof UserError ? error.text : String((error as Error | undefined)?.stack ?? error));
    const attempt = (work: Promise<void>) => work.catch((failure: unknown) => this.log(String(failure)));
    if (error instanceof NotFiniteError) await attempt(this.save());
    this.writer.note({ state: 'failed', problem: problemOf(error, this.training.step) });
    this.announce();
    await attempt(this.change('failed'));
    this.orders.close();
  }

  private get record(): RunRecord {
    return this.writer.record;
  }

  private get isAtEnd(): boolean {
    return this.training.step >= this.record.totalSteps;
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
    const problem = { ...problemOf(failure, this.training.step), remedy: t('{0} Then resume.', failure.remedy) };
    await this.writer.update({ problem }).catch(() => undefined); // it is in memory, and told
    this.announce();
  }

  private hold(): void {
    this.clock.stop();
    this.writer.note({ state: 'paused' });
  }

  private async timed(work: () => Promise<void>): Promise<void> {
    this.clock.start();
    await work().finally(() => this.clock.stop());
  }

  private async stepOrEnd(): Promise<void> {
    if (this.duties.length === 0 && this.isAtEnd) return this.end('finish');
    if (this.duties.length === 0) this.takeStep();
    await this.doDuties();
  }

  private takeStep(): void {
    const due = scheduleOf(this.training.step + 1, this.record.totalSteps, this.options);
    const startedMs = performance.now();
    const result = this.training.takeStep({
      profile: due.profile || this.hooks.profilesEveryStep === true,
      reach: due.reach,
    });
    const line = this.stepLine(result, performance.now() - startedMs);
    this.writer.appendStep(line);
    if (due.profile && result.profile) this.writer.appendProfile(result.step, result.profile);
    if (due.reach && result.reach) this.writer.appendReach(result.step, result.reach);
    this.noteStep(result);
    if (due.validation) this.duties.push('validate');
    if (due.sample) this.duties.push('sample');
    if (due.checkpoint || this.isCheckpointTime()) this.duties.push('save');
    if (performance.now() - this.lastMs.flush >= flushEveryMs) this.duties.push('flush');
    this.hooks.stepped?.(result, line);
  }

  private stepLine({ step, epoch, loss, gradientNorm, clippedNorm }: StepResult, stepMs: number): StepLine {
    return {
      step,
      epoch,
      loss: toJsonNumber(loss),
      gradientNorm: toJsonNumber(gradientNorm),
      clippedNorm: toJsonNumber(clippedNorm),
      learningRate: this.training.learningRate,
      stepMs: Math.round(1000 * stepMs) / 1000,
    };
  }

  private noteStep({ step, epoch, loss }: StepResult): void {
    const trainingLoss = Number.isFinite(loss) ? loss : undefined;
    this.writer.note({ step, epoch, trainingLoss, trainedMs: Math.round(this.clock.elapsedMs) });
  }

  /** Only for runs without `checkpointEvery`. */
  private isCheckpointTime(): boolean {
    return (
      this.options.checkpointEvery === undefined && performance.now() - this.lastMs.checkpoint >= checkpointEveryMs
    );
  }

  /** A duty leaves the line only when it is done. */
  private async doDuties(): Promise<void> {
    for (; this.duties.length > 0 && !this.hasEnded; this.duties.shift()) await this.do(this.duties[0]!);
  }

  private async do(duty: Duty): Promise<void> {
    switch (duty) {
      case 'validate':
        return this.measureValidation();
      case 'sample':
        return void this.sampleOfStep();
      case 'flush':
        return this.flush();
      case 'save':
        return this.save();
      case 'finish':
        return this.leave('finished');
      case 'stop':
        return this.leave('stopped');
    }
  }

  /** A loss better than all before is worth a checkpoint. */
  private async measureValidation(): Promise<void> {
    const { step } = this.training;
    const loss = this.training.validate();
    this.doneAt.validate = step;
    if (loss === undefined) return;
    const line = { step, validationLoss: toJsonNumber(loss) };
    this.writer.appendValidation(line);
    this.hooks.validated?.(line);
    if (!Number.isFinite(loss)) return;
    this.writer.note({ validationLoss: loss });
    if (loss >= (this.record.best?.validationLoss ?? Infinity)) return;
    this.writer.note({ best: { step, validationLoss: loss } });
    if (!this.duties.includes('save')) this.duties.splice(1, 0, 'save');
  }

  private sampleOfStep(): void {
    const { step } = this.training;
    const { sampleLength: length, temperature, seed } = this.options;
    this.takeSample({ length, temperature, seed: sampleSeed(seed, step) });
    this.doneAt.sample = step;
  }

  private takeSample(request: SampleRequest): string {
    const text = this.training.sample(request);
    const line: SampleLine = { step: this.training.step, temperature: request.temperature, text };
    this.writer.appendSample(line);
    this.hooks.sampled?.(line);
    return text;
  }

  private async flush(): Promise<void> {
    await this.writer.flush();
    const now = performance.now();
    if (now - this.lastMs.record >= recordEveryMs) await this.writeRecord({});
    this.lastMs.flush = now;
    this.announce();
  }

  /** The metrics come first: a checkpoint is never ahead of them. */
  private async save(): Promise<void> {
    const { step } = this.training;
    await this.writer.flush();
    await this.writer.writeCheckpoint(this.training.checkpoint(), step, this.record.validationLoss);
    this.doneAt.save = step;
    this.lastMs.checkpoint = this.lastMs.record = performance.now();
  }

  private async end(how: 'finish' | 'stop'): Promise<void> {
    const wanted: (keyof typeof this.doneAt)[] = how === 'finish' ? ['validate', 'sample', 'save'] : ['save'];
    const missing = wanted.filter((duty) => this.doneAt[duty] !== this.training.step && !this.duties.includes(duty));
    this.duties.push(...missing, how);
    await this.doDuties();
  }

  private async leave(state: RunState): Promise<void> {
    this.clock.stop();
    await this.change(state, { problem: undefined });
    this.hasEnded = true;
  }

  private async change(state: RunState, changes: Partial<RunRecord> = {}): Promise<void> {
    await this.writer.flush();
    await this.writeRecord({ ...changes, state, trainedMs: Math.round(this.clock.elapsedMs) });
    this.announce();
  }

  private async writeRecord(changes: Partial<RunRecord>): Promise<void> {
    await this.writer.update(changes);
    this.lastMs.record = performance.now();
  }

  private announce(): void {
    this.writer.note({ updatedAt: new Date().toISOString() });
    this.hooks.progressed?.(this.record);
    this.announced(this.record);
  }

  private log(line: string): void {
    this.hooks.log?.(line);
  }
}

function problemOf(error: unknown, step: number): RunProblem {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof NotFiniteError)
    return { message, remedy: error.remedy, step: error.step, parameter: error.parameter };
  const report = t("This is a mistake in Unroll: please report it, with the end of the run's log.");
  return { message, remedy: error instanceof UserError ? error.remedy : report, step };
}

const longestSample = 100_000;

function checkSampleRequest({ length, temperature }: SampleRequest): void {
  if (!Number.isInteger(length) || length < 1 || length > longestSample)
    throw new UserError(
      t('A sampled text cannot have {0} symbols.', String(length)),
      t('Ask for a whole number from 1 to {0}.', longestSample),
    );
  if (!Number.isFinite(temperature) || temperature <= 0)
    throw new UserError(
      t('{0} is no temperature.', String(temperature)),
      t('Give a number above 0; 1 samples as the network predicts.'),
    );
}
