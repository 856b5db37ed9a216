import type { OptimiserOptions } from '../../protocol/experiment';

/** What an optimiser remembers of each weight, under PyTorch's names. */
export function optimiserSlots(options: OptimiserOptions): string[] {
  switch (options.name) {
    case 'adam':
    case 'adamw':
      return ['exp_avg', 'exp_avg_sq'];
    case 'rmsprop':
      return ['square_avg'];
    case 'adagrad':
      return ['sum'];
    case 'sgd':
      return options.momentum > 0 ? ['momentum_buffer'] : [];
  }
}
