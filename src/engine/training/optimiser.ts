import type { OptimiserOptions } from '../../protocol/experiment';
import { Adagrad } from './adagrad';
import { Adam } from './adam';
import { RmsProp } from './rmsProp';
import { Sgd } from './sgd';

/** Moves weights against their gradient. All arrays are of one length, the parameters one after the other. */
export interface Optimiser {
  /** What it remembers of earlier updates, under PyTorch's names; filled in place when a run is resumed. */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /** Updates so far. */
  updates: number;
  /** Changes the values in place. Arithmetic in double precision, rounded to float32 where it is stored. */
  update(values: Float32Array, gradient: Float32Array, learningRate: number): void;
}

/** The optimiser that an experiment asks for. @param size number of weights */
export function optimiserOf(options: OptimiserOptions, size: number): Optimiser {
  switch (options.name) {
    case 'adam':
      return new Adam(size, options);
    case 'adamw':
      return new Adam(size, options, true);
    case 'rmsprop':
      return new RmsProp(size, options);
    case 'adagrad':
      return new Adagrad(size, options);
    case 'sgd':
      return new Sgd(size, options);
  }
}
