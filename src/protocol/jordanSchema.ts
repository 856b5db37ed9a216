import * as z from 'zod';
import { activation } from './networkSchema';

/** The Jordan network: what is fed back is the model's output. */
export const jordan = z.strictObject({
  cell: z.literal('jordan').meta({
    description:
      "The recurrent network that reads the model's output of the time step before: h(t) = phi(W o(t-1) + U x(t) + b), o(t) = V h(t) + c.",
    markdownDescription:
      '**Jordan network** (Jordan 1986): it reads what the model put out at the time step before, so this is the last ' +
      'layer. Less expressive than the Elman network: all that goes from one time step to the next goes through the output.',
  }),
  activation: activation.default('tanh').meta({ description: 'phi, what the sum goes through.' }),
  feedback: z.enum(['logits', 'softmax']).default('softmax').meta({
    description: 'What of the output is fed back. logits: o itself. softmax: the probabilities of the symbols.',
  }),
  teacherForcing: z.boolean().default(false).meta({
    description:
      'true: the true output of the time step before is fed back (as a one-hot vector) instead of what the model put out. The time steps are then independent of each other and computed all at once. In a language model that output is the symbol being read: such a network looks at one symbol and remembers nothing.',
  }),
});
