import * as z from 'zod';

/*
 * The experiment schema. It is the one source of the TypeScript type, of the checks with their messages, and of the
 * JSON Schema that gives completion and hovers in the editor. Defaults live here and nowhere else.
 * Tasks, cells and model shapes are unions so that each new one is one more member.
 */

const count = (description: string) => z.int().positive().meta({ description });
const share = z.number().min(0).max(1);

const lstm = z.strictObject({
  cell: z.literal('lstm').meta({
    description: 'Long short-term memory.',
    markdownDescription:
      '**Long short-term memory** (Hochreiter, Schmidhuber 1997; forget gate: Gers et al. 2000)\n\n' +
      '`f, i, o = sigmoid(W h(t-1) + U x(t) + b)`, each with its own W, U, b: the forget, input and output gate\n\n' +
      '`candidate = tanh(W h(t-1) + U x(t) + b)`\n\n`c(t) = f * c(t-1) + i * candidate`\n\n`h(t) = o * tanh(c(t))`',
  }),
});

const gru = z.strictObject({
  cell: z.literal('gru').meta({
    description: 'Gated recurrent unit.',
    markdownDescription:
      '**Gated recurrent unit** (Cho et al. 2014)\n\n`r, z = sigmoid(W h(t-1) + U x(t) + b)`: the reset and update gate\n\n' +
      '`"reset": "after"`: `candidate = tanh(U x(t) + b + r * (W h(t-1) + b\'))`\n\n' +
      '`"update": "keep"`: `h(t) = z * h(t-1) + (1 - z) * candidate`',
  }),
  reset: z.enum(['after', 'before']).default('after').meta({
    description:
      "Where the reset gate acts. after (PyTorch, cuDNN): tanh(U x + b + r * (W h + b')). before (Cho et al. 2014): tanh(W (r * h) + b' + U x + b).",
  }),
  update: z.enum(['keep', 'replace']).default('keep').meta({
    description:
      'What an update gate of 1 does. keep (PyTorch): h(t) = z * h(t-1) + (1 - z) * candidate. replace: h(t) = (1 - z) * h(t-1) + z * candidate.',
  }),
});

const elman = z.strictObject({
  cell: z.literal('elman').meta({
    description: 'The simple recurrent network.',
    markdownDescription:
      '**Elman network** (Elman 1990), the simple recurrent network\n\n`h(t) = phi(W h(t-1) + U x(t) + b)`',
  }),
  activation: z.enum(['tanh', 'relu', 'identity']).default('tanh').meta({
    description: 'phi. identity makes the network linear: gradients then grow or shrink exactly as the powers of W.',
  }),
});

const layerSizes = {
  units: count('Hidden units of this layer.').default(128),
  bidirectional: z
    .literal(false, {
      error:
        'A model that predicts the next symbol cannot be bidirectional: its backward half would read the very symbol that it has to predict.',
    })
    .default(false)
    .meta({ description: 'Always false for a language model: a backward half would read the symbol to be predicted.' }),
  dropout: z
    .literal(0, { error: 'Dropout between layers is not available yet; the only value is 0.' })
    .default(0)
    .meta({ description: 'Dropout between layers. Only 0 for now.' }),
};

const layer = z.discriminatedUnion('cell', [lstm.extend(layerSizes), gru.extend(layerSizes), elman.extend(layerSizes)]);

const input = z.union([
  z.literal('one-hot'),
  z.strictObject({ embedding: count("Features of each symbol's learned vector.").meta({ examples: [64] }) }),
]);

const data = z
  .strictObject({
    path: z
      .string()
      .min(1)
      .meta({ examples: ['my-text.txt'], description: 'The text file, relative to this experiment file. UTF-8.' }),
    tokens: z
      .enum(['character'])
      .default('character')
      .meta({ description: 'What a symbol is. character: one Unicode code point.' }),
    split: z
      .tuple([share, share, share])
      .default([0.9, 0.05, 0.05])
      .refine((parts) => Math.abs(parts[0] + parts[1] + parts[2] - 1) < 1e-6, {
        error: 'The three shares (training, validation, test) must add up to 1, as in [0.9, 0.05, 0.05].',
      })
      .meta({ description: 'Shares of training, validation and test, in the order of the text. They add up to 1.' }),
  })
  .meta({ examples: [{ path: 'my-text.txt' }] });

const model = z
  .strictObject({
    input: input.default({ embedding: 64 }).meta({
      description: 'How symbols enter: a learned vector each, { "embedding": 64 }, or "one-hot".',
    }),
    layers: z
      .array(layer)
      .min(1)
      .meta({ examples: [[{ cell: 'lstm', units: 128 }]], description: 'The recurrent layers, from the input up.' }),
  })
  .meta({ examples: [{ layers: [{ cell: 'lstm', units: 128 }] }] });

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

const training = z
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

/** The schema of `NAME.unroll.json`. */
export const experimentSchema = z.strictObject({
  $schema: z.string().optional().meta({ description: 'Where an editor outside VS Code finds the schema.' }),
  task: z.enum(['language-model']).default('language-model').meta({
    description: 'What is learned. language-model: the next symbol of a text, at every time step.',
  }),
  data,
  model,
  training: training.prefault({}),
});

/** An experiment, complete with its defaults. */
export type Experiment = z.infer<typeof experimentSchema>;
/** One recurrent layer of an experiment. */
export type Layer = Experiment['model']['layers'][number];
/** The name of a cell. */
export type CellName = Layer['cell'];
/** The training part of an experiment. */
export type TrainingOptions = Experiment['training'];
/** The optimiser part of an experiment. */
export type OptimiserOptions = TrainingOptions['optimiser'];

/** The JSON Schema of the experiment file, for the editor's completion and hovers. */
export function experimentJsonSchema(): object {
  return z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-7' });
}
