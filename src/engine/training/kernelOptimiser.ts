import type { OptimiserOptions } from '../../protocol/experiment';
import type { KernelOptimiser } from '../kernels/network';

/** An optimiser as the kernels take it, with PyTorch's names of what it remembers, one for each slot. */
export interface KernelOptimiserChoice {
  settings: KernelOptimiser;
  slots: string[];
}

/** The optimiser that an experiment asks for. */
export function kernelOptimiserOf(options: OptimiserOptions): KernelOptimiserChoice {
  switch (options.name) {
    case 'adam':
      return {
        settings: { name: 'adam', betas: options.betas, epsilon: options.epsilon },
        slots: ['exp_avg', 'exp_avg_sq'],
      };
    case 'rmsprop':
      return {
        settings: { name: 'rmsprop', alpha: options.alpha, epsilon: options.epsilon },
        slots: ['square_avg'],
      };
    case 'sgd':
      return {
        settings: { name: 'sgd', momentum: options.momentum },
        slots: options.momentum > 0 ? ['momentum_buffer'] : [],
      };
  }
}
