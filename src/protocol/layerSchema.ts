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
