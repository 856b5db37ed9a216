import * as z from 'zod';
import { count } from './schemaParts';

/** How a gradient is clipped before the weights move. */
export const clipSchema = z
  .union([
    z.strictObject({
      norm: z
        .number()
        .positive()
        .meta({ examples: [1], description: 'Largest norm of the whole gradient.' }),
    }),
    z.strictObject({
      value: z
        .number()
        .positive()
        .meta({ examples: [0.5], description: 'Largest absolute value of each number of the gradient.' }),
    }),
    z.literal('off'),
  ])
  .default({ norm: 1 })
  .meta({
    description:
      'Clipping: { "norm": v } scales the gradient down to that norm, g = g v / ||g|| where ||g|| > v (Pascanu et al. 2013); { "value": v } limits each of its numbers to -v..v; "off" leaves it.',
    markdownDescription:
      '**Clipping** of the gradient (Pascanu, Mikolov, Bengio 2013)\n\n' +
      '`{ "norm": 1 }`: scales it down to that norm, over all parameters, as torch clip_grad_norm_\n\n' +
      '`{ "value": 0.5 }`: limits each of its numbers, as torch clip_grad_value_\n\n`"off"`: leaves it as it is',
  });

/** Steps in a row that may be skipped, or taken at random: after so many the run stops as with "stop". */
export const mostNonFiniteInRow = 100;

/** What happens where a loss or gradient is not finite. */
export const onNonFiniteSchema = z
  .enum(['stop', 'skip', 'randomStep'])
  .default('stop')
  .meta({
    description:
      'What happens where the loss or the gradient is not finite: stop the run, skip the step, or take a random step of the norm that gradients are clipped at. After 100 skipped or random steps in a row the run stops all the same.',
    markdownDescription:
      'Where the loss or the gradient is NaN or infinite, before weights change:\n\n' +
      '`"stop"`: the run ends and names step, parameter and remedy\n\n' +
      '`"skip"`: the weights stay, the next window follows\n\n' +
      '`"randomStep"`: in place of the gradient, a vector of random direction with the norm `clip.norm`, to get away ' +
      'from there (Goodfellow, Bengio, Courville 2016, section 10.11.1)\n\n' +
      'A carried state that is not finite begins at zero again. After 100 skipped or random steps in a row the run ' +
      'stops as with `"stop"`: weights that give no finite gradient do not recover.',
  });

/** How often a step's gradient is computed again. */
export const selfCheckSchema = z
  .union([z.int().min(0), z.literal('off')])
  .default(1000)
  .meta({
    examples: [1000],
    description:
      'Every so many steps the gradient is computed again by one thread and compared bit by bit: a difference stops the run. 0 or "off": never. Only where kernels carry the whole training.',
    markdownDescription:
      '**Self-check**: every so many steps one gradient is computed again by one thread and compared bit by bit\n\n' +
      'A difference means that a processor, a memory or Unroll has computed wrongly: the run ends with both gradients in ' +
      '`self-check-STEP.safetensors`. It costs one step of one thread, and changes no bit of the training. `0` or `"off"`: never\n\n' +
      'Where tensor operations compute (own, deep and Jordan cells, regulariser, `--kernels reference`) nothing is compared: ' +
      'one thread computes already, or code that may draw numbers.',
  });

/** When a run ends before its last step. */
export const earlyStoppingSchema = z
  .union([
    z.literal('off'),
    z.strictObject({
      patience: count('Measurements of the validation loss in a row without improvement that end the run.').meta({
        examples: [10],
      }),
      minimumImprovement: z.number().min(0).default(0).meta({
        description: 'Nats a symbol by which a loss must be lower than the lowest to be an improvement.',
      }),
    }),
  ])
  .default('off')
  .meta({
    examples: [{ patience: 10 }],
    description:
      'Ends the run when the validation loss has not improved for so many measurements (Prechelt 1998); the best checkpoint is kept. "off": never.',
  });

/** How gradients are clipped. */
export type ClipOptions = z.output<typeof clipSchema>;
/** When a run ends early. */
export type EarlyStoppingOptions = z.output<typeof earlyStoppingSchema>;
