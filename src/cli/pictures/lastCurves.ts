import type { StepResult } from '../../engine/training/training';
import type { RunRecord } from '../../protocol/run';
import { fieldsOf } from '../fieldsOf';
import type { ProfileCurves } from './profilePicture';

/** As many measurements of the reach as its verdict is the median of. */
const MEASUREMENTS = 5;

/** The newest gradient profile and the last measurements of the reach of a run. */
export class LastCurves {
  private readonly reaches: Float32Array[] = [];
  private profile?: Float32Array;

  constructor(private readonly layouts: RunRecord['layouts']) {}

  stepped({ profile, reach }: StepResult): void {
    if (profile) this.profile = profile;
    if (reach) this.reaches.push(reach);
    if (this.reaches.length > MEASUREMENTS) this.reaches.shift();
  }

  /** For each layer its measurements, the newest last. */
  get reach(): Float32Array[][] {
    const measurements = this.reaches.map((values) => fieldsOf(values, this.layouts.reach.fields, 'reach'));
    const layers = measurements[0] ?? [];
    return layers.map((_, layer) => measurements.map((curves) => curves[layer]!));
  }

  /** For each layer its newest profile. */
  get profiles(): ProfileCurves[] {
    const values = this.profile;
    if (!values) return [];
    const of = (quantity: 'total' | 'carried' | 'local') => fieldsOf(values, this.layouts.profile.fields, quantity);
    const [carried, local] = [of('carried'), of('local')];
    return of('total').map((total, layer) => ({ total, carried: carried[layer]!, local: local[layer]! }));
  }
}
