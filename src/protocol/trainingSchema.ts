import * as z from 'zod';
import { initialiserSchema } from './initialiserSchema';
import { optimiserSchema } from './optimiserSchema';
import { regulariser } from './regulariserSchema';
import { checkTrainingRules } from './ruleChecks';
import { scheduleSchema } from './scheduleSchema';
import { count } from './schemaParts';
import { clipSchema, earlyStoppingSchema, onNonFiniteSchema, selfCheckSchema } from './stepRuleSchema';

/** The training part of an experiment. */
export const trainingSchema = z
  .strictObject({
    batch: count('Sequences read side by side.').default(32),
    window: count('Time steps that one update looks back over (truncated BPTT).').default(64),
    stride: count('Time steps that one update advances; at most the window, which it is by default.', 32).optional(),
    carryState: z.boolean().default(true).meta({
      description: 'Whether a window starts from the state in which the one before it ended. false: from zero.',
    }),
    outputs: z
      .enum(['each', 'last'])
      .default('each')
      .meta({
        description:
          'Which time steps of a window have an output with a loss. each: all of them. last: the last one alone, a single output at the end.',
        markdownDescription:
          '**Which time steps of a window have an output with a loss**\n\n' +
          '`"each"`: all of them, the loss `L(1) + ... + L(T)`\n\n' +
          '`"last"`: a single output at the end, the loss `L(T)`. The window is read to predict one symbol, so that its first time steps learn only from what comes all the way back. ' +
          'With a stride below the window the same text gives more updates. Validation and samples still predict symbol by symbol.',
      }),
    overTime: z.enum(['mean', 'sum']).default('mean').meta({ description: 'Mean or sum of the losses over time.' }),
    optimiser: optimiserSchema.prefault({ name: 'adam' }).meta({ description: 'What moves the weights.' }),
    schedule: scheduleSchema.prefault({ name: 'constant' }).meta({
      examples: [{ name: 'cosine', warmUp: 100 }],
      description: 'How the learning rate changes over the steps.',
    }),
    clip: clipSchema,
    onNonFinite: onNonFiniteSchema,
    selfCheck: selfCheckSchema,
    init: initialiserSchema.prefault({}).meta({
      examples: [{ recurrent: 'orthogonal' }],
      description: "How the weights begin; without it, as PyTorch's. The embedding is always normal(0, 1).",
    }),
    earlyStopping: earlyStoppingSchema,
    regulariser,
    epochs: count('Passes over the training text.').default(5),
    steps: count('Ends training after that many steps, whatever the epochs.', 1000).optional(),
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
    checkpointEvery: count('Steps between checkpoints; without it, one a minute.', 200).optional(),
    sampleEvery: count('Steps between sampled texts.').default(200),
    sampleLength: count('Symbols of a sampled text.').default(300),
    temperature: z
      .number()
      .positive()
      .default(0.8)
      .meta({ description: 'Of the sampled texts: below 1 more careful, above 1 more daring.' }),
  })
  .superRefine(checkTrainingRules)
  .transform((value) => ({ ...value, stride: value.stride ?? value.window }));
