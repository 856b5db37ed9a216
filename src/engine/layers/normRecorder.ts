import type { Tensor2D } from '@tensorflow/tfjs-core';
import { viewOf } from '../backend/compute';
import type { LayerState } from '../cells/layerState';
import type { LayerNorms } from './window';

/** Writes down the norms of one layer's gradients while a backward pass goes by. */
export class NormRecorder {
  readonly norms: LayerNorms;

  constructor(time: number, hasCellState: boolean) {
    const curve = () => new Float32Array(time + 1);
    this.norms = { total: curve(), carried: curve(), local: curve(), ...(hasCellState ? { cell: curve() } : {}) };
  }

  /** The gradients by h after t >= 1 time steps; `carried` is missing at the end of the window. */
  record(t: number, total: Tensor2D, local: Tensor2D, carried?: Tensor2D): void {
    this.norms.total[t] = norm(total);
    this.norms.local[t] = norm(local);
    if (carried) this.norms.carried[t] = norm(carried);
  }

  /** The total gradient by c after t time steps. */
  recordCell(t: number, cell: Tensor2D): void {
    this.norms.cell![t] = norm(cell);
  }

  /** The gradients by the state that the window began with: all of them are carried. */
  recordInitial({ h, c }: LayerState): void {
    this.norms.total[0] = this.norms.carried[0] = norm(h);
    if (c) this.recordCell(0, c);
  }
}

/** L2 over units, then root mean square over the batch. @param gradient [batch, units] */
function norm(gradient: Tensor2D): number {
  let sum = 0;
  for (const value of viewOf(gradient)) sum += value * value;
  return Math.sqrt(sum / gradient.shape[0]);
}
