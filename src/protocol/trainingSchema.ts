import * as z from 'zod';
import { regulariser } from './regulariserSchema';
import { count, share } from './schemaParts';

const learningRate = (preset: number) =>
  z
    .number()
    .positive()
    .default(preset)
    .meta({ description: 'The step size; can be changed by hand while training runs.' });

const optimiser = z.discriminatedUnion('name', [
  z.strictObject({
    name: z
      .literal('adam')
      .meta({ description: 'Adam (Kingma, Ba 2015), bias-corrected, epsilon outside the root, as in PyTorch.' }),
    learningRate: learningRate(0.002),
    betas: z
      .tuple([share, share])
      .default([0.9, 0.999])
      .meta({ description: 'Decay of the first and the second moment.' }),
    epsilon: z.number().positive().default(1e-8).meta({ description: 'Added to the root of the second moment.' }),
  }),
  z.strictObject({
    name: z
      .literal('rmsprop')
      .meta({ description: 'RMSProp (Tieleman, Hinton 2012), epsilon outside the root, as in PyTorch.' }),
    learningRate: learningRate(0.002),
    alpha: share.default(0.99).meta({ description: 'Decay of the mean square.' }),
    epsilon: z.number().positive().default(1e-8).meta({ description: 'Added to the root of the mean square.' }),
  }),
  z.strictObject({
    name: z
      .literal('sgd')
      .meta({ description: 'Stochastic gradient descent, with momentum if wanted, as in PyTorch.' }),
    learningRate: learningRate(0.5),
    momentum: share.default(0).meta({ description: 'Share of the last update that goes on.' }),
  }),
]);

/** The training part of an experiment. */
export const trainingSchema = z
  .strictObject({
    batch: count('Sequences read side by side.').default(32),
    window: count('Time steps that one update looks back over (truncated BPTT).').default(64),
    stride: count('Time steps that one update advances; at most the window, which it is by default.').optional(),
    carryState: z.boolean().default(true).meta({
      description: 'Whether a window starts from the state in which the one before it ended. false: from zero.',
    }),
    overTime: z.enum(['mean', 'sum']).default('mean').meta({ description: 'Mean or sum of the losses over time.' }),
    optimiser: optimiser.prefault({ name: 'adam' }),
    clip: z
      .union([
        z.strictObject({
          norm: z
            .number()
            .positive()
            .meta({ examples: [1], description: 'Largest norm of the whole gradient.' }),
        }),
        z.literal('off'),
      ])
      .default({ norm: 1 })
      .meta({
        description:
          'Clipping: { "norm": 1 } scales the gradient down to that norm (Pascanu et al. 2013); "off" leaves it.',
      }),
    regulariser,
    epochs: count('Passes over the training text.').default(5),
    steps: count('Ends training after that many steps, whatever the epochs.').optional(),
    seed: z
      .int()
      .min(0)
      .max(0xffffffff)
      .default(1)
      .meta({ description: 'Same seed, machine and engine: same numbers.' }),
    validateEvery: count('Steps between measurements of the validation loss (after 1, 2, 5, 10, ...).').default(200),
    validationSymbols: count(
      'Measures on at most this many symbols from the beginning of the validation part.',
    ).default(20000),
    reachEvery: count('Steps between measurements of the reach.').default(20),
    profileEvery: count('Steps between recorded gradient profiles.').default(20),
    checkpointEvery: count('Steps between checkpoints; without it, one a minute.').optional(),
    sampleEvery: count('Steps between sampled texts.').default(200),
    sampleLength: count('Symbols of a sampled text.').default(300),
    temperature: z
      .number()
      .positive()
      .default(0.8)
      .meta({ description: 'Of the sampled texts: below 1 more careful, above 1 more daring.' }),
  })
  .refine((value) => value.stride === undefined || value.stride <= value.window, {
    error: 'The stride cannot be longer than the window: time steps between two windows would never be learned.',
    path: ['stride'],
  })
  .transform((value) => ({ ...value, stride: value.stride ?? value.window }));
