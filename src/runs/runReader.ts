import { join } from 'node:path';
import { columnNames, columnValue, isStepLine, stepColumns } from '../protocol/columns';
import type { SampleLine, ValidationLine } from '../protocol/run';
import { fromJsonNumber, isJsonNumber, runFiles } from '../protocol/run';
import type { RunUpdate } from '../protocol/trainingPanel';
import { GrowingColumn } from './growingColumn';
import { LineTail } from './lineTail';
import { readRecord } from './runRecord';
import { RecordTail } from './recordTail';

/**
 * Reads what was added to a run folder since the last time, without holding up the process that reads. Steps come in
 * the order of the file: where they go back, a resumed run replaces what stood from there on.
 */
export class RunReader {
  private readonly metrics: LineTail;
  private readonly samples: LineTail;
  private readonly profile: RecordTail;
  private readonly reach: RecordTail;
  private widths?: { profile: number; reach: number };

  constructor(private readonly directory: string) {
    const path = (file: 'metrics' | 'samples' | 'profile' | 'reach') => join(directory, runFiles[file]);
    this.metrics = new LineTail(path('metrics'));
    this.samples = new LineTail(path('samples'));
    this.profile = new RecordTail(path('profile'));
    this.reach = new RecordTail(path('reach'));
  }

  /** What is new; undefined when nothing is. */
  async read(): Promise<RunUpdate | undefined> {
    const widths = await this.readWidths();
    const scalars = await this.readMetrics();
    const update = {
      ...scalars,
      profile: await this.profile.read(widths.profile),
      reach: await this.reach.read(widths.reach),
      samples: await this.readSamples(),
    };
    return isEmpty(update) ? undefined : update;
  }

  private async readWidths(): Promise<{ profile: number; reach: number }> {
    if (this.widths) return this.widths;
    const { layouts } = await readRecord(this.directory);
    return (this.widths = { profile: layouts.profile.width, reach: layouts.reach.width });
  }

  private async readMetrics(): Promise<Pick<RunUpdate, 'steps' | 'validation'>> {
    const steps = columnNames.map((name) => ({ name, column: new GrowingColumn() }));
    const validation = { step: new GrowingColumn(), loss: new GrowingColumn() };
    let last = 0;
    await this.metrics.read((line) => {
      if (isStepLine(line)) {
        if (line.step <= last) forgetFrom(line.step, validation);
        last = line.step;
        for (const { name, column } of steps) column.push(columnValue(line, name));
      }
      if (!isValidationLine(line)) return;
      validation.step.push(line.step);
      validation.loss.push(fromJsonNumber(line.validationLoss));
    });
    const taken = new Map(steps.map(({ name, column }) => [name, column.take()]));
    return {
      steps: stepColumns((name) => taken.get(name)!),
      validation: { step: validation.step.take(), loss: validation.loss.take() },
    };
  }

  private async readSamples(): Promise<SampleLine[]> {
    const samples: SampleLine[] = [];
    await this.samples.read((line) => isSampleLine(line) && samples.push(line));
    return samples;
  }
}

/** What was measured after the checkpoint that a run was resumed from does not hold any more. */
function forgetFrom(step: number, validation: { step: GrowingColumn; loss: GrowingColumn }): void {
  while ((validation.step.last ?? 0) >= step) {
    validation.step.pop();
    validation.loss.pop();
  }
}

function isEmpty(update: RunUpdate): boolean {
  const { steps, validation, profile, reach, samples } = update;
  return steps.step.length + validation.step.length + profile.length + reach.length + samples.length === 0;
}

type Fields = Record<string, unknown> | null;

function isValidationLine(line: unknown): line is ValidationLine {
  const fields = line as Fields;
  return typeof fields?.['step'] === 'number' && isJsonNumber(fields['validationLoss']);
}

function isSampleLine(line: unknown): line is SampleLine {
  const fields = line as Fields;
  return (
    typeof fields?.['step'] === 'number' &&
    typeof fields['temperature'] === 'number' &&
    typeof fields['text'] === 'string'
  );
}
