import type { OptimiserOptions } from '../../protocol/experiment';
import { Adagrad } from './adagrad';
import { Adam } from './adam';
import { RmsProp } from './rmsProp';
import { Sgd } from './sgd';
import type { Optimiser } from './optimiser';

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
