import * as z from 'zod';
import { activation, hiddenLayers } from './networkSchema';

/** A deep transition: from one hidden state to the next through networks of any depth. */
export const deep = z.strictObject({
  cell: z.literal('deep').meta({
    description:
      'A recurrent network with a deep transition: h(t) = phi(F_hh(h(t-1)) + F_xh(x(t))), or h(t) = phi(F([h(t-1), x(t)])), each F a network of hidden layers with a linear layer on top.',
    markdownDescription:
      '**Deep transition** (Pascanu, Gulcehre, Cho, Bengio 2014): from one hidden state to the next through networks of ' +
      'hidden layers, each with a linear layer on top. Without hidden layers it is the Elman network.',
  }),
  transition: z
    .enum(['additive', 'nested'])
    .default('additive')
    .meta({
      description:
        'additive: h(t) = phi(F_hh(h(t-1)) + F_xh(x(t))), two networks. nested: h(t) = phi(F([h(t-1), x(t)])), one network that reads both.',
      markdownDescription:
        '`"additive"`: a network for the state and one for the input, whose outputs are added\n\n' +
        '`"nested"`: one network that reads both',
    }),
  activation: activation
    .default('tanh')
    .meta({ description: 'phi, the outer activation: what comes out of the networks goes through it.' }),
  hiddenToHidden: hiddenLayers(
    'The hidden layers on the way from h(t-1) to h(t): of F_hh, or of F where the transition is nested.',
  ),
  inputToHidden: hiddenLayers('The hidden layers of F_xh, on the way from x(t) to h(t). Only where it is additive.'),
});

/** Refuses what a nested transition has not. */
export const isOneTransition = (layer: { transition: string; inputToHidden: unknown[] }): boolean =>
  layer.transition === 'additive' || layer.inputToHidden.length === 0;

/** What is said of it. */
export const nestedHasNoInputNetwork = {
  error:
    'A nested transition is one network that reads h(t-1) and x(t) together: it has no "inputToHidden". Put the hidden layers into "hiddenToHidden", or choose "additive".',
  path: ['inputToHidden'],
};
