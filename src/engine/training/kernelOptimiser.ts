import type { OptimiserOptions } from '../../protocol/experiment';
import type { KernelOptimiser } from '../kernels/network';

/** The optimiser that an experiment asks for, as the kernels take it. */
export function kernelOptimiserOf(options: OptimiserOptions): KernelOptimiser {
  const { weightDecay: decay } = options;
  switch (options.name) {
    case 'adam':
    case 'adamw':
      return { name: options.name, betas: options.betas, epsilon: options.epsilon, decay };
    case 'rmsprop':
      return { name: 'rmsprop', alpha: options.alpha, epsilon: options.epsilon, decay };
    case 'adagrad':
      return { name: 'adagrad', epsilon: options.epsilon, decay };
    case 'sgd':
      return { name: options.nesterov ? 'nesterov' : 'sgd', momentum: options.momentum, decay };
  }
}
