import * as z from 'zod';
import { belowOne, count } from './schemaParts';

const byHand =
  '\n\nA learning rate set by hand takes the place of the base rate, and the schedule goes on from it; ' +
  'a plateau begins anew.';

const warmUp = z
  .int()
  .min(0)
  .default(0)
  .meta({
    examples: [100],
    description:
      'Steps of linear warm-up: step t of n takes t / n of the learning rate, then the schedule begins (Goyal et al. 2017; as LinearLR before it in PyTorch).',
  });

const least = z
  .number()
  .min(0)
  .default(0)
  .meta({
    examples: [0.0001],
    description: 'The learning rate never falls below this by the schedule; set below it by hand, it stays as set.',
  });

const constant = z.strictObject({
  name: z.literal('constant').meta({ description: 'The learning rate stays as it is.' }),
  warmUp,
});

const step = z.strictObject({
  name: z.literal('step').meta({
    description: 'The learning rate falls by a factor every so many steps: rate = base factor^floor(t / every).',
    markdownDescription: `**Step decay**, as torch StepLR: the learning rate falls by a factor every so many steps.${byHand}`,
  }),
  every: count('Steps between two falls.').default(1000),
  factor: z.number().positive().max(1).default(0.5).meta({ description: 'What the rate is multiplied with.' }),
  warmUp,
});

const cosine = z.strictObject({
  name: z.literal('cosine').meta({
    description:
      'The learning rate falls along half a cosine wave: rate = least + (base - least) (1 + cos(pi t / steps)) / 2.',
    markdownDescription:
      '**Cosine annealing** (Loshchilov, Hutter 2017), as torch CosineAnnealingLR: the learning rate falls along half a ' +
      'cosine wave, as long as the run is now: of a run that is extended it is then where the longer wave stands, of one that ' +
      'is shortened where the shorter one does, and no step is taken at `least`. With `steps` written, the wave has that ' +
      'length whatever the run has, is at `least` after as many steps, and rises again beyond.' +
      byHand,
  }),
  steps: count(
    'Steps to the least rate, from where on it rises again; without it, all steps that the run has now after the warm-up.',
    1000,
  ).optional(),
  least,
  warmUp,
});

const plateau = z.strictObject({
  name: z.literal('plateau').meta({
    description: 'The learning rate falls when the validation loss no longer does: rate = max(rate factor, least).',
    markdownDescription:
      '**Reduce on plateau** of the validation loss, as torch ReduceLROnPlateau: the learning rate falls after more than ' +
      '`patience` measurements in a row without one below `best (1 - threshold)`; then `cooldown` measurements do not count. ' +
      'The warm-up is waited for.' +
      byHand,
  }),
  factor: z.number().positive().lt(1).default(0.5).meta({ description: 'What the rate is multiplied with.' }),
  patience: z.int().min(0).default(5).meta({ description: 'Measurements without improvement that are let pass.' }),
  threshold: belowOne.default(1e-4).meta({ description: 'Share by which a loss must be lower to be an improvement.' }),
  cooldown: z.int().min(0).default(0).meta({ description: 'Measurements after a fall that do not count.' }),
  least,
  warmUp,
});

/** How the learning rate changes over the steps. */
export const scheduleSchema = z.discriminatedUnion('name', [constant, step, cosine, plateau]);

/** The schedule of an experiment. */
export type ScheduleOptions = z.output<typeof scheduleSchema>;
