import * as z from 'zod';
import { deep, isOneTransition, nestedHasNoInputNetwork } from './deepSchema';
import { feedForward } from './feedForwardSchema';
import { jordan } from './jordanSchema';
import { own } from './ownSchema';
import type { RefusalParams } from './ruleChecks';
import { count } from './schemaParts';

const lstm = z.strictObject({
  cell: z.literal('lstm').meta({
    description:
      'Long short-term memory: c(t) = f * c(t-1) + i * candidate, h(t) = o * tanh(c(t)), where the gates f, i, o = sigmoid(W h(t-1) + U x(t) + b) and candidate = tanh(W h(t-1) + U x(t) + b), each with its own W, U, b.',
    markdownDescription:
      '**Long short-term memory** (Hochreiter, Schmidhuber 1997; forget gate: Gers et al. 2000): a memory, the cell ' +
      'state, behind three gates between 0 and 1. The forget gate says how much of it is kept, the input gate how much of a ' +
      'candidate is written, the output gate how much of it is shown.',
  }),
  candidate: z
    .enum(['tanh', 'sigmoid'])
    .default('tanh')
    .meta({
      description: 'What squashes the candidate. tanh (PyTorch): between -1 and 1. sigmoid: between 0 and 1.',
      markdownDescription:
        'What squashes the candidate, what is written into the cell state:\n\n' +
        '`"tanh"` (PyTorch): between -1 and 1\n\n' +
        '`"sigmoid"` (Goodfellow, Bengio, Courville 2016): between 0 and 1, so that the cell state only grows and fades',
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
        'the output gate the new one.\n\n' +
        '`"none"`: PyTorch\n\n`"diagonal"` (Gers, Schmidhuber 2000): that of their own unit, by a number for each\n\n' +
        '`"full"`: that of all units, by a matrix for each gate',
    }),
});

const gru = z.strictObject({
  cell: z.literal('gru').meta({
    description:
      "Gated recurrent unit: h(t) = z * h(t-1) + (1 - z) * candidate, where candidate = tanh(U x(t) + b + r * (W h(t-1) + b')) and the gates r, z = sigmoid(W h(t-1) + U x(t) + b), each with its own W, U, b.",
    markdownDescription:
      '**Gated recurrent unit** (Cho et al. 2014): a state that is mixed with a candidate. The reset gate says how much of ' +
      'the state the candidate sees, the update gate how much of it is kept, or replaced.',
  }),
  reset: z
    .enum(['after', 'before'])
    .default('after')
    .meta({
      description:
        "Where the reset gate acts. after (PyTorch, cuDNN): tanh(U x + b + r * (W h + b')). before (Cho et al. 2014): tanh(W (r * h) + b' + U x + b).",
      markdownDescription:
        'Where the reset gate acts:\n\n`"after"` (PyTorch, cuDNN): on what the matrix makes of the state\n\n' +
        '`"before"` (Cho et al. 2014): on the state itself',
    }),
  update: z
    .enum(['keep', 'replace'])
    .default('keep')
    .meta({
      description:
        'What an update gate of 1 does. keep (PyTorch): h(t) = z * h(t-1) + (1 - z) * candidate. replace: h(t) = (1 - z) * h(t-1) + z * candidate.',
      markdownDescription:
        'What an update gate of 1 does:\n\n`"keep"` (Cho et al. 2014, PyTorch): the state stays as it is\n\n' +
        '`"replace"` (Chung et al. 2014, Olah 2015): the candidate takes its place',
    }),
});

const elman = z.strictObject({
  cell: z.literal('elman').meta({
    description: 'The simple recurrent network: h(t) = phi(W h(t-1) + U x(t) + b).',
    markdownDescription:
      '**Elman network** (Elman 1990), the simple recurrent network: one sum, through one activation.',
  }),
  activation: z.enum(['tanh', 'relu', 'sigmoid', 'identity']).default('tanh').meta({
    description:
      'phi, what the sum goes through. identity makes the network linear: gradients then grow or shrink exactly as the powers of W. sigmoid, whose slope is at most 1/4, lets them vanish soonest.',
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
        'The share of the outputs of this layer that the layer above does not see while training, drawn anew at every step; the others grow by 1 / (1 - dropout), as in PyTorch (Srivastava et al. 2014). Off when measuring and sampling. Not for the last layer.',
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
          params: { own: 2, mend: { path: [k, 'cell'], value: 'elman' } } satisfies RefusalParams,
        });
    });
  });
