import type { TrainingOptions } from '../../../protocol/experiment';
import { readLanes } from '../../data/readLanes';

/** What one update reads. The arrays hold until the next window is read. */
export interface WindowOfText {
  /** Symbols, time-major: [time * batch]. */
  input: Int32Array;
  /** The symbol after each of them, [time * batch]. */
  target: Int32Array;
  /** From 1. */
  epoch: number;
  /** Whether the state before this window is zero. */
  isEpochStart: boolean;
  /** First time step whose loss counts: those before were counted in the window before, or have no output. */
  countedFrom: number;
}

/** Where the cursor stands: the window that comes next. */
export interface CursorPosition {
  /** From 1. */
  epoch: number;
  /** Window within the epoch, from 0. */
  index: number;
}

/** Reads a text in windows of `batch` lanes side by side, epoch after epoch. */
export class WindowCursor {
  readonly windowsPerEpoch: number;
  private readonly laneLength: number;
  private readonly input: Int32Array;
  private readonly target: Int32Array;
  private at: CursorPosition = { epoch: 1, index: 0 };

  /** @throws RangeError where not one window fits; checkDatasetFits says so to people before */
  constructor(
    private readonly training: Int32Array,
    private readonly options: Pick<TrainingOptions, 'batch' | 'window' | 'stride' | 'outputs'>,
  ) {
    const { batch, window, stride } = options;
    this.laneLength = Math.floor((training.length - 1) / batch);
    if (this.laneLength < window) throw new RangeError(`${training.length} symbols hold no window`);
    this.windowsPerEpoch = Math.floor((this.laneLength - window) / stride) + 1;
    this.input = new Int32Array(batch * window);
    this.target = new Int32Array(batch * window);
  }

  get position(): CursorPosition {
    return { ...this.at };
  }

  set position(position: CursorPosition) {
    const { epoch, index } = position;
    if (!this.has(position)) throw new RangeError(`no window ${index} in epoch ${epoch}`);
    this.at = { epoch, index };
  }

  /** Whether there is such a window. */
  has({ epoch, index }: CursorPosition): boolean {
    const isInside = Number.isInteger(epoch) && epoch >= 1 && Number.isInteger(index) && index >= 0;
    return isInside && index < this.windowsPerEpoch;
  }

  /** The window that comes next; the cursor moves on. */
  next(): WindowOfText {
    const { epoch, index } = this.at;
    const { stride } = this.options;
    this.at = index + 1 < this.windowsPerEpoch ? { epoch, index: index + 1 } : { epoch: epoch + 1, index: 0 };
    return {
      input: this.read(index * stride, this.input),
      target: this.read(index * stride + 1, this.target),
      epoch,
      isEpochStart: index === 0,
      countedFrom: this.countedFrom(index),
    };
  }

  /** The first time step of a window whose loss counts. */
  private countedFrom(index: number): number {
    const { window, stride, outputs } = this.options;
    if (outputs === 'last') return window - 1;
    return index === 0 ? 0 : window - stride;
  }

  /** `window` symbols of every lane from `offset` in the lane. */
  private read(offset: number, symbols: Int32Array): Int32Array {
    readLanes(this.training.subarray(offset), this.laneLength, this.options.batch, symbols);
    return symbols;
  }
}
