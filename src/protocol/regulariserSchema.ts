import * as z from 'zod';

/** The regulariser that keeps gradients alive. */
export const regulariser = z
  .strictObject({
    coefficient: z
      .number()
      .positive()
      .meta({ examples: [1], description: 'What it counts beside the loss.' }),
  })
  .optional()
  .meta({
    examples: [{ coefficient: 1 }],
    description:
      'Keeps gradients alive on their way back through time: { "coefficient": 1 } adds sum over t of (||(dL/dh(t)) (dh(t)/dh(t-1))|| / ||dL/dh(t)|| - 1)^2 to the loss. Without it, nothing does.',
    markdownDescription:
      '**Regulariser against vanishing gradients** (Pascanu, Mikolov, Bengio 2013): adds to the loss by how much the norm of ' +
      'a gradient changes at each time step back, averaged over the batch, for every recurrent layer (of an LSTM by h and c ' +
      'together). The gradient that arrives is held constant: what learns is each step alone.',
  });
