/** Optimisers as an experiment says them, by their names in test/golden/optimisers.safetensors; rates are given beside. */
export const optimiserCases: [name: string, optimiser: object][] = [
  ['sgd', { name: 'sgd' }],
  ['sgdDecay', { name: 'sgd', weightDecay: 0.1 }],
  ['momentum', { name: 'sgd', momentum: 0.9 }],
  ['nesterov', { name: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0.1 }],
  ['rmsprop', { name: 'rmsprop' }],
  ['rmspropDecay', { name: 'rmsprop', alpha: 0.9, weightDecay: 0.1 }],
  ['adam', { name: 'adam' }],
  ['adamDecay', { name: 'adam', weightDecay: 0.1 }],
  ['adamw', { name: 'adamw', weightDecay: 0.1 }],
  ['adagrad', { name: 'adagrad' }],
  ['adagradDecay', { name: 'adagrad', weightDecay: 0.1 }],
];
