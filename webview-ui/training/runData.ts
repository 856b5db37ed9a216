import type { Experiment } from '../../src/protocol/experiment';
import type { RecordField, RunRecord, SampleLine } from '../../src/protocol/run';
import type { RunUpdate } from '../../src/protocol/trainingPanel';
import { GrowingColumn, lowerBound, nearestIndex } from '../shared/growingColumn';
import { GrowingRecords } from '../shared/growingRecords';
import { FieldView, placeOf } from './recordField';
import { StepTable } from './stepTable';

/** Everything that the panel knows of one run. */
export class RunData {
  readonly steps = new StepTable();
  readonly validation = { step: new GrowingColumn(), loss: new GrowingColumn() };
  readonly profile: GrowingRecords;
  readonly reach: GrowingRecords;
  samples: SampleLine[] = [];
  private readonly fields = new Map<string, FieldView | undefined>();

  constructor(
    public run: RunRecord,
    readonly experiment: Experiment,
    readonly number: number,
  ) {
    this.profile = new GrowingRecords(run.layouts.profile.width);
    this.reach = new GrowingRecords(run.layouts.reach.width);
  }

  /** The newest step; 0 before the first one. */
  get lastStep(): number {
    return this.steps.length === 0 ? 0 : this.steps.columns.step.last;
  }

  /** Adds what was read since the last time. */
  append(update: RunUpdate): void {
    const replacedFrom = this.steps.append(update.steps);
    if (replacedFrom !== undefined) this.forgetFrom(replacedFrom);
    this.appendValidation(update.validation);
    appendRecords(this.profile, update.profile);
    appendRecords(this.reach, update.reach);
    for (const sample of update.samples) this.appendSample(sample);
    if (replacedFrom !== undefined) this.forgetFrom(this.lastStep + 1);
  }

  /** One quantity of one layer in all records; undefined where the run does not record it. */
  field(quantity: RecordField['quantity'], layer: number): FieldView | undefined {
    const name = `${quantity} ${layer}`;
    if (!this.fields.has(name)) this.fields.set(name, this.createField(quantity, layer));
    return this.fields.get(name);
  }

  /** The text that was sampled last at a step or before it. */
  sampleAt(step: number): SampleLine | undefined {
    return this.samples.findLast((sample) => sample.step <= step) ?? this.samples[0];
  }

  /** The validation loss measured nearest to a step. */
  validationAt(step: number): number {
    return this.validation.loss.at(nearestIndex(this.validation.step.values, step));
  }

  private createField(quantity: RecordField['quantity'], layer: number): FieldView | undefined {
    const [records, layout] =
      quantity === 'reach' ? [this.reach, this.run.layouts.reach] : [this.profile, this.run.layouts.profile];
    const place = placeOf(layout, quantity, layer);
    return place && new FieldView(records, place.offset, place.length);
  }

  private forgetFrom(step: number): void {
    this.truncateValidation(lowerBound(this.validation.step.values, step));
    for (const records of [this.profile, this.reach]) records.truncate(lowerBound(records.steps.values, step));
    this.samples = this.samples.filter((sample) => sample.step < step);
  }

  private truncateValidation(length: number): void {
    this.validation.step.truncate(length);
    this.validation.loss.truncate(length);
  }

  private appendValidation({ step, loss }: RunUpdate['validation']): void {
    step.forEach((at, index) => {
      this.truncateValidation(lowerBound(this.validation.step.values, at));
      this.validation.step.append(Float64Array.of(at));
      this.validation.loss.append(loss.subarray(index, index + 1));
    });
  }

  private appendSample(sample: SampleLine): void {
    if ((this.samples.at(-1)?.step ?? -1) > sample.step)
      this.samples = this.samples.filter(({ step }) => step < sample.step);
    this.samples.push(sample);
  }
}

function appendRecords(records: GrowingRecords, values: Float32Array): void {
  records.reserve(records.count + Math.floor(values.length / records.width));
  for (let from = 0; from + records.width <= values.length; from += records.width) {
    const step = values[from]!;
    if (records.steps.last >= step) records.truncate(lowerBound(records.steps.values, step));
    records.append(values.subarray(from, from + records.width));
  }
}
