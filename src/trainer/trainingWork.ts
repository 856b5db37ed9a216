import { KernelsStopped } from '../engine/kernels/kernelProblems';
import type { StepResult, Training } from '../engine/training/training';
import { stepLine } from '../protocol/columns';
import type { TrainingOptions } from '../protocol/experiment';
import type { RunRecord, RunState, SampleLine } from '../protocol/run';
import { toJsonNumber } from '../protocol/run';
import type { SampleRequest } from '../protocol/session';
import { UserError } from '../protocol/userError';
import type { RunWriter } from '../runs/runWriter';
import { sampleSeed, scheduleOf } from './schedule';
import type { SessionHooks } from './sessionHooks';
import { standStill } from './standStill';
import { TrainingClock } from './trainingClock';
import type { Heartbeat, Piece } from './watchdog/heartbeat';

/** What a session needs of its training. */
export type TrainingSteps = Pick<
  Training,
  'step' | 'epoch' | 'learningRate' | 'nonFinite' | 'earlyEnd' | 'takeStep' | 'validate' | 'sample' | 'checkpoint'
>;

/**
 * Work that a step leaves behind, in the order in which it is done: a run that goes on from a checkpoint does not measure
 * and sample again what that step had to. What could not be done for want of disk space stays first in line.
 */
const dutyOrder = ['validate', 'sample', 'save', 'flush', 'finish', 'stop'] as const;
type Duty = (typeof dutyOrder)[number];

/** The steps at which a run that goes on was measured and sampled last. */
export type DoneAt = Partial<Record<'validate' | 'sample', number>>;

const flushEveryMs = 100;
const recordEveryMs = 5_000;
const checkpointEveryMs = 60_000;

/** The steps of a run, and what each leaves to be measured and written. It knows no orders and waits for nobody. */
export class TrainingWork {
  readonly clock: TrainingClock;
  hasEnded = false;
  private duties: Duty[];
  private readonly doneAt: Record<'validate' | 'sample' | 'save', number>;
  private readonly lastMs = { flush: 0, record: performance.now(), checkpoint: performance.now() };

  /** @param announced takes the record at every change of state and ten times a second */
  constructor(
    private readonly training: TrainingSteps,
    private readonly options: TrainingOptions,
    readonly writer: RunWriter,
    private readonly hooks: SessionHooks,
    private readonly announced: (record: RunRecord) => void,
    done: DoneAt = {},
  ) {
    this.doneAt = { validate: -1, sample: -1, save: -1, ...done };
    this.clock = new TrainingClock(writer.record.trainedMs);
    this.duties = writer.record.checkpoints.length === 0 ? ['save'] : []; // even killed at once, it can be resumed
  }

  get isAtEnd(): boolean {
    return this.training.step >= this.writer.record.totalSteps || this.training.earlyEnd !== undefined;
  }

  /** Takes a step and does what it leaves behind; after the last one, ends the run. */
  async stepOrEnd(): Promise<void> {
    if (this.duties.length === 0 && this.isAtEnd) return this.end('finish');
    if (this.duties.length === 0) this.takeStep();
    await this.doDuties();
  }

  /** Does what is left behind. A duty leaves the line only when it is done. */
  async doDuties(): Promise<void> {
    for (; this.duties.length > 0 && !this.hasEnded; this.duties.shift()) await this.do(this.duties[0]!);
  }

  /** Does what a run must have at its end, and ends it. */
  async end(how: 'finish' | 'stop'): Promise<void> {
    const measurements = how === 'finish' ? (['validate', 'sample'] as const) : [];
    this.owe(...measurements.filter((duty) => this.doneAt[duty] !== this.training.step), 'save', how);
    await this.doDuties();
  }

  /** Takes back a stop that failed. */
  forgetStop(): void {
    this.duties = this.duties.filter((duty) => duty !== 'stop');
  }

  /** Takes the next steps with another learning rate; checkpoints hold it, so that the last one is out of date. */
  setLearningRate(value: number): void {
    this.training.learningRate = value;
    this.writer.note({ learningRate: value });
    this.doneAt.save = -1;
  }

  /** Writes a checkpoint, unless there is one of this step. The metrics come first: it is never ahead of them. */
  async save(): Promise<void> {
    const { step } = this.training;
    await this.writer.flush();
    if (this.doneAt.save === step) return;
    const { validationLoss, validationStep } = this.writer.record;
    await this.writer.writeCheckpoint(
      this.training.checkpoint(),
      step,
      validationStep === step ? validationLoss : undefined,
    );
    this.doneAt.save = step;
    this.lastMs.checkpoint = this.lastMs.record = performance.now();
  }

  /** Puts everything on disk, with a new state, and tells of it. */
  async change(state: RunState, changes: Partial<RunRecord> = {}): Promise<void> {
    await this.writer.flush();
    await this.writeRecord({ ...changes, state, trainedMs: Math.round(this.clock.elapsedMs) });
    this.announce();
  }

  announce(): void {
    this.writer.note({ updatedAt: new Date().toISOString() });
    this.hooks.progressed?.(this.writer.record);
    this.announced(this.writer.record);
  }

  /** Samples a text into the run. */
  takeSample(request: SampleRequest): string {
    const text = this.timed('sample', this.training.step, () => this.training.sample(request));
    const line: SampleLine = { step: this.training.step, temperature: request.temperature, text };
    this.writer.appendSample(line);
    this.hooks.sampled?.(line);
    return text;
  }

  private takeStep(): void {
    const due = scheduleOf(this.training.step + 1, this.writer.record.totalSteps, this.options);
    const startedMs = performance.now();
    const profile = due.profile || this.hooks.profilesEveryStep === true;
    const result = this.timed('step', this.training.step + 1, () => {
      standStill(this.training.step + 1);
      return this.training.takeStep({ profile, reach: due.reach });
    });
    const line = stepLine({ ...result, stepMs: Math.round(1000 * (performance.now() - startedMs)) / 1000 });
    this.writer.appendStep(line);
    if (due.profile && result.profile) this.writer.appendProfile(result.step, result.profile);
    if (due.reach && result.reach) this.writer.appendReach(result.step, result.reach);
    this.noteStep(result);
    if (due.validation) this.owe('validate');
    if (due.sample) this.owe('sample');
    if (due.checkpoint || this.isCheckpointTime()) this.owe('save');
    if (performance.now() - this.lastMs.flush >= flushEveryMs) this.owe('flush');
    this.hooks.stepped?.(result, line);
  }

  private timed<T>(kind: Piece, step: number, work: () => T): T {
    const { heart } = this.hooks;
    return heart ? heart.time(kind, step, () => this.orStandStill(heart, work)) : work();
  }

  /** Where a thread of the kernels stands, another process goes on from the last checkpoint, as where a step does. */
  private orStandStill<T>(heart: Heartbeat, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof KernelsStopped) {
        this.hooks.log?.(error.message);
        heart.standStill();
      }
      throw error;
    }
  }

  private noteStep({ step, epoch, loss }: StepResult): void {
    if (Number.isFinite(loss)) this.writer.note({ trainingLoss: loss });
    if (this.training.nonFinite > 0) this.writer.note({ nonFinite: this.training.nonFinite });
    this.writer.note({ step, epoch, trainedMs: Math.round(this.clock.elapsedMs) });
  }

  private owe(...duties: Duty[]): void {
    this.duties = dutyOrder.filter((duty) => duties.includes(duty) || this.duties.includes(duty));
  }

  /** Only for runs without `checkpointEvery`. */
  private isCheckpointTime(): boolean {
    const sinceMs = performance.now() - this.lastMs.checkpoint;
    return this.options.checkpointEvery === undefined && sinceMs >= checkpointEveryMs;
  }

  private async do(duty: Duty): Promise<void> {
    switch (duty) {
      case 'validate':
        return this.validate();
      case 'sample':
        return this.sampleOfStep();
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
  private validate(): void {
    const { step } = this.training;
    const loss = this.timed('validation', step, () => this.training.validate());
    this.doneAt.validate = step;
    this.doneAt.save = -1; // the rules of training know of it
    if (loss === undefined) return;
    const line = { step, validationLoss: toJsonNumber(loss) };
    this.writer.appendValidation(line);
    this.hooks.validated?.(line);
    if (!Number.isFinite(loss)) return;
    this.writer.note({ validationLoss: loss, validationStep: step });
    if (loss >= (this.writer.record.best?.validationLoss ?? Infinity)) return;
    this.writer.note({ best: { step, validationLoss: loss } });
    this.owe('save');
  }

  private sampleOfStep(): void {
    const { step } = this.training;
    const { sampleLength: length, temperature, seed } = this.options;
    this.doneAt.sample = step;
    try {
      this.takeSample({ length, temperature, seed: sampleSeed(seed, step) });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.hooks.log?.(error.text); // a network that has no text to give may still be trained
    }
  }

  private async flush(): Promise<void> {
    await this.writer.flush();
    const nowMs = performance.now();
    if (nowMs - this.lastMs.record >= recordEveryMs) await this.writeRecord({});
    this.lastMs.flush = nowMs;
    this.announce();
  }

  private async leave(state: RunState): Promise<void> {
    this.clock.stop();
    const { step, earlyEnd } = this.training;
    const isEarly = state === 'finished' && step < this.writer.record.totalSteps;
    await this.change(state, { problem: undefined, earlyEnd: isEarly ? earlyEnd : undefined });
    this.hasEnded = true;
  }

  private async writeRecord(changes: Partial<RunRecord>): Promise<void> {
    await this.writer.update(changes);
    this.lastMs.record = performance.now();
  }
}
