import { columnNames, type StepColumns } from '../../src/protocol/columns';
import { GrowingColumn, lowerBound } from '../shared/growingColumn';
import { MovingMean } from '../shared/movingMean';

/** The steps of a run, a column a quantity. */
export class StepTable {
  readonly columns = Object.fromEntries(columnNames.map((name) => [name, new GrowingColumn()])) as Record<
    keyof StepColumns,
    GrowingColumn
  >;
  readonly meanLoss = new MovingMean();
  readonly meanStepMs = new MovingMean();

  get length(): number {
    return this.columns.step.length;
  }

  get steps(): Float64Array {
    return this.columns.step.values;
  }

  /**
   * Appends steps. Where the numbering goes back (a resumed run), what follows replaces what stood from there on.
   * @returns the least step at which something was replaced
   */
  append(added: StepColumns): number | undefined {
    let replacedFrom: number | undefined;
    for (const [from, to] of ascendingStretches(added.step)) {
      const first = added.step[from]!;
      const kept = lowerBound(this.steps, first);
      if (kept < this.length) replacedFrom = Math.min(first, replacedFrom ?? first);
      this.truncate(kept);
      for (const name of columnNames) this.columns[name].append(added[name].subarray(from, to));
      this.meanLoss.append(added.loss.subarray(from, to));
      this.meanStepMs.append(added.stepMs.subarray(from, to));
    }
    return replacedFrom;
  }

  private truncate(length: number): void {
    for (const name of columnNames) this.columns[name].truncate(length);
    this.meanLoss.truncate(length);
    this.meanStepMs.truncate(length);
  }
}

/** Stretches of indices in which the numbers rise. */
export function ascendingStretches(values: Float64Array): [from: number, to: number][] {
  const stretches: [number, number][] = [];
  let from = 0;
  for (let index = 1; index <= values.length; index++) {
    if (index < values.length && values[index]! > values[index - 1]!) continue;
    stretches.push([from, index]);
    from = index;
  }
  return stretches;
}
