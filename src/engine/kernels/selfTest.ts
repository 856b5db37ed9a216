import * as l10n from '@vscode/l10n';
import type { Kernels } from './kernels';
import { KernelNetwork } from './network';
import type { NetworkShape } from './shape';

const ends = { input: { vocabulary: 7, embedding: 5 }, outputs: 7 };

/** Small learning steps through layers of each kind, with units that fill no vector. Their numbers are sines. */
export const trial = {
  shapes: [
    {
      ...ends,
      layers: [
        { cell: 'lstm', units: 19 },
        { cell: 'gru-after-keep', units: 17 },
        { cell: 'elman-tanh', units: 5 },
      ],
    },
    {
      ...ends,
      layers: [
        { cell: 'elman-sigmoid', units: 6 },
        { cell: 'lstm-diagonal', units: 9 },
        { cell: 'lstm-full-sigmoid', units: 18 },
      ],
    },
  ] satisfies NetworkShape[],
  batch: 3,
  time: 4,
  symbols: Int32Array.from({ length: 12 }, (_, i) => (i * 5 + 1) % 7),
  targets: Int32Array.from({ length: 12 }, (_, i) => (i * 3 + 2) % 7),
  rate: 0.1,
  scale: 1 / 12,
  adam: { name: 'adam', betas: [0.9, 0.99], epsilon: 0.01 },
} as const;

/** The weight at a place among the network's values. */
export const weightAt = (place: number): number => Math.fround(0.6 * Math.sin(1.7 * place + 0.3));

/** What comes of a trial. */
export interface TrialResult {
  /** Sum of the losses in nats. */
  loss: number;
  /** Norm of the gradient of that sum. */
  norm: number;
  /** See projection(); of the gradient, and of what an update adds to the values. */
  gradient: number;
  change: number;
}

/** The results of the trials, computed in float64. */
export const expected: readonly TrialResult[] = [
  {
    loss: 32.116018246166405,
    norm: 16.482362745649944,
    gradient: -16.618872916925042,
    change: 3.111023782297333,
  },
  {
    loss: 25.406518657567233,
    norm: 3.7477308976262913,
    gradient: 0.2967450104621858,
    change: 0.027498926564305498,
  },
];

/** One number for many, which changes with each of them. */
export function projection(numbers: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < numbers.length; i++) sum += numbers[i]! * Math.cos(0.9 * i);
  return sum;
}

/** What some kernels make of a trial. */
export function runTrial(kernels: Kernels, shape: NetworkShape): TrialResult {
  const network = new KernelNetwork(kernels, shape, 2);
  try {
    const before = Float32Array.from(network.values, (_, i) => weightAt(i));
    network.values.set(before);
    network.changed();
    const pass = network.pass(trial.batch, trial.time, { gates: true, gradients: true });
    pass.read(trial.symbols);
    pass.aim(trial.targets);
    const loss = pass.learn(trial.time, 0, {});
    const [norm, gradient] = [Math.sqrt(network.squareNorm()), projection(network.gradient)];
    network.update(trial.adam, { rate: trial.rate, scale: trial.scale, update: 1 });
    return { loss, norm, gradient, change: projection(network.values.map((value, i) => value - before[i]!)) };
  } finally {
    network.dispose();
  }
}

/** @throws Error with the reason as a sentence, where kernels do not compute what they should */
export function selfTest(kernels: Kernels): void {
  trial.shapes.forEach((shape, i) => {
    const found = runTrial(kernels, shape);
    for (const [name, number] of Object.entries(expected[i]!)) {
      const error = Math.abs(found[name as keyof TrialResult] - number);
      if (!(error <= 1e-5 * Math.max(Math.abs(number), 1)))
        throw new Error(l10n.t('Their numbers are wrong here ({0} in a short test).', name));
    }
  });
}
