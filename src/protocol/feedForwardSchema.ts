import * as z from 'zod';
import { count } from './schemaParts';

/** The feed-forward window model: the baseline that recurrent networks improve on. */
export const feedForward = z.strictObject({
  cell: z.literal('feed-forward').meta({
    description:
      'No recurrence: a hidden layer over a window of the last n inputs, h(t) = tanh(H [x(t-n+1), ..., x(t)] + d), o(t) = V h(t) + W [x(t-n+1), ..., x(t)] + c.',
    markdownDescription:
      '**Neural probabilistic language model** (Bengio, Ducharme, Vincent, Jauvin 2003), the baseline without recurrence: a ' +
      'hidden layer over a window of the last inputs. It sees nothing before them: its reach, measured by the gradients of ' +
      'the inputs, ends there.',
  }),
  context: count('n, the inputs that it sees: the newest and those before it.').default(5),
  direct: z.boolean().default(false).meta({
    description: 'W, connections from the context straight to the output, beside the hidden layer.',
  }),
});
