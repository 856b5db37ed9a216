import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StepLine } from '../protocol/columns';
import type { CheckpointRecord, RunRecord, SampleLine, ValidationLine } from '../protocol/run';
import { runFiles } from '../protocol/run';
import { AppendedFile } from './appendedFile';
import { checkpointName, checkpointPath, keptCheckpoints } from './checkpointFiles';
import type { Disk } from './disk';
import { errorCode, WriteFailure } from './writeFailure';

/** Bytes that the growing files of a run hold. */
export type RunLengths = Record<'metrics' | 'samples' | 'profile' | 'reach', number>;

/**
 * Writes one run. Appended data waits in memory until `flush`; the record and checkpoints are replaced whole.
 * Whatever cannot be written stays in memory and is written by the next call.
 */
export class RunWriter {
  private readonly files: Record<keyof RunLengths, AppendedFile>;
  /** Checkpoints that the record no longer names and that may go once it is on disk. */
  private readonly obsolete: string[] = [];
  private last: Promise<void> = Promise.resolve();

  constructor(
    readonly directory: string,
    readonly record: RunRecord,
    lengths: RunLengths,
    private readonly disk: Disk,
  ) {
    const file = (name: keyof RunLengths) => new AppendedFile(join(directory, runFiles[name]), lengths[name], disk);
    this.files = { metrics: file('metrics'), samples: file('samples'), profile: file('profile'), reach: file('reach') };
  }

  /** Changes the record in memory. */
  note(changes: Partial<RunRecord>): void {
    Object.assign(this.record, changes);
  }

  /** Changes the record and writes it. */
  update(changes: Partial<RunRecord>): Promise<void> {
    this.note({ ...changes, updatedAt: new Date().toISOString() });
    return this.inTurn(() =>
      this.disk.replace(join(this.directory, runFiles.record), JSON.stringify(this.record, undefined, 1) + '\n'),
    );
  }

  appendStep(line: StepLine): void {
    this.files.metrics.push(JSON.stringify(line) + '\n');
  }

  appendValidation(line: ValidationLine): void {
    this.files.metrics.push(JSON.stringify(line) + '\n');
  }

  appendSample(line: SampleLine): void {
    this.files.samples.push(JSON.stringify(line) + '\n');
  }

  /** @param values the fields of the layout, in order */
  appendProfile(step: number, values: Float32Array): void {
    this.files.profile.push(recordBytes(step, values));
  }

  /** @param values the fields of the layout, in order */
  appendReach(step: number, values: Float32Array): void {
    this.files.reach.push(recordBytes(step, values));
  }

  /** Puts on disk what was appended. */
  flush(): Promise<void> {
    return this.inTurn(async () => {
      for (const file of Object.values(this.files)) await file.flush();
    });
  }

  /** Writes a checkpoint whole, notes it in the record, and removes those that are neither of the last three nor the best. */
  async writeCheckpoint(bytes: Uint8Array, step: number, validationLoss?: number): Promise<void> {
    const file = checkpointName(step);
    const path = checkpointPath(this.directory, file);
    await makeInside(dirname(path)); // its parent, the run folder, has to be there
    await this.inTurn(() => this.disk.replace(path, bytes));
    await this.noteCheckpoint({ step, file, validationLoss, isBest: this.record.best?.step === step });
  }

  /** Writes a file of its own beside the others. */
  writeBeside(file: string, bytes: Uint8Array): Promise<void> {
    return this.inTurn(() => this.disk.replace(join(this.directory, file), bytes));
  }

  /** Puts on disk what was appended and the record. */
  async close(): Promise<void> {
    await this.flush();
    await this.update({});
  }

  /** The record comes first: it may never name a file that is gone, whenever the process ends. */
  private async noteCheckpoint(checkpoint: CheckpointRecord): Promise<void> {
    const all = [...this.record.checkpoints.filter(({ step }) => step !== checkpoint.step), checkpoint].map((each) => ({
      ...each,
      isBest: each.step === this.record.best?.step,
    }));
    const checkpoints = keptCheckpoints(all);
    this.obsolete.push(...all.filter((each) => !checkpoints.includes(each)).map(({ file }) => file));
    await this.update({ checkpoints });
    for (const file of this.obsolete.splice(0))
      await rm(checkpointPath(this.directory, file), { force: true }).catch(() => undefined);
  }

  /** One write after the other, whoever asks. */
  private inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.last.then(write);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

async function makeInside(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return;
    throw WriteFailure.of(path, error);
  }
}

function recordBytes(step: number, values: Float32Array): Uint8Array {
  const record = new Float32Array(values.length + 1);
  record[0] = step;
  record.set(values, 1);
  return new Uint8Array(record.buffer);
}
