import * as z from 'zod';
import { deep, isOneTransition, nestedHasNoInputNetwork } from './deepSchema';
import { feedForward } from './feedForwardSchema';
import { jordan } from './jordanSchema';
import { own } from './ownSchema';
import { count } from './schemaParts';

const lstm = z.strictObject({
  cell: z.literal('lstm').meta({
    description: 'Long short-term memory.',
    markdownDescription:
      '**Long short-term memory** (Hochreiter, Schmidhuber 1997; forget gate: Gers et al. 2000)\n\n' +
      '`f, i, o = sigmoid(W h(t-1) + U x(t) + b)`, each with its own W, U, b: the forget, input and output gate\n\n' +
      '`candidate = tanh(W h(t-1) + U x(t) + b)`\n\n`c(t) = f * c(t-1) + i * candidate`\n\n`h(t) = o * tanh(c(t))`',
  }),
  candidate: z
    .enum(['tanh', 'sigmoid'])
    .default('tanh')
    .meta({
      description: 'What squashes the candidate. tanh (PyTorch): between -1 and 1. sigmoid: between 0 and 1.',
      markdownDescription:
        'What squashes the candidate, what is written into the cell state:\n\n' +
        '`"tanh"` (PyTorch): `candidate = tanh(W h(t-1) + U x(t) + b)`, between -1 and 1\n\n' +
        '`"sigmoid"`: `candidate = sigmoid(W h(t-1) + U x(t) + b)`, between 0 and 1: the cell state only grows and fades',
    }),
  forgetBias: z
    .number()
    .min(-100)
    .max(100)
    .default(0)
    .meta({
      description:
        "Added to the forget gate's bias (bias_ih) before training; 1 or 2 lets the cell remember from the start. 0: PyTorch's initialisation.",
      markdownDescription:
        "**Initial forget bias**: added to the forget gate's bias (its rows of `bias_ih`) before training. " +
        'With 1 or 2 the gate begins open, so that gradients reach far from the first step on ' +
        "(Gers et al. 2000; Jozefowicz et al. 2015). 0: PyTorch's initialisation.",
      examples: [1],
    }),
  peephole: z
    .enum(['none', 'diagonal', 'full'])
    .default('none')
    .meta({
      description:
        'What the gates see of the cell state. none (PyTorch). diagonal: that of their own unit (Gers, Schmidhuber 2000). full: that of all units.',
      markdownDescription:
        '**Peepholes**: what the gates see of the cell state. The forget and the input gate read the old one, ' +
        'the output gate the new one:\n\n' +
        '`f, i = sigmoid(W h(t-1) + U x(t) + P c(t-1) + b)`\n\n`o = sigmoid(W h(t-1) + U x(t) + P c(t) + b)`\n\n' +
        '`"none"`: PyTorch, no P\n\n`"diagonal"`: a number for each unit (Gers, Schmidhuber 2000)\n\n' +
        '`"full"`: a matrix for each gate, as if the gates read [c, h, x]',
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
  activation: z.enum(['tanh', 'relu', 'sigmoid', 'identity']).default('tanh').meta({
    description:
      'phi. identity makes the network linear: gradients then grow or shrink exactly as the powers of W. sigmoid, whose slope is at most 1/4, lets them vanish soonest.',
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
    .number()
    .min(0)
    .max(0.99)
    .default(0)
    .meta({
      description:
        'The share of the outputs of this layer that the layer above does not see while training, drawn anew at every step; the others grow by 1 / (1 - dropout), as in PyTorch. Off when measuring and sampling. Not for the last layer.',
      examples: [0.2],
    }),
};

/** A recurrent layer: one member a cell. */
export const layerSchema = z.discriminatedUnion('cell', [
  lstm.extend(layerSizes),
  gru.extend(layerSizes),
  elman.extend(layerSizes),
  deep.extend(layerSizes).refine(isOneTransition, nestedHasNoInputNetwork),
  jordan.extend(layerSizes),
  feedForward.extend(layerSizes),
  own.extend(layerSizes),
]);

/** The recurrent layers of a model, from the input up. */
export const layersSchema = z
  .array(layerSchema)
  .min(1)
  .superRefine((layers, context) => {
    if ((layers.at(-1)?.dropout ?? 0) > 0)
      context.addIssue({
        code: 'custom',
        path: [layers.length - 1, 'dropout'],
        message: 'Dropout acts between layers, and above the last there is none: its "dropout" must be 0.',
      });
    layers.slice(0, -1).forEach(({ cell }, k) => {
      if (cell === 'jordan')
        context.addIssue({
          code: 'custom',
          path: [k, 'cell'],
          message: "A Jordan layer must be the last one: it reads the model's output, which the last layer makes.",
        });
    });
  });
