import * as z from 'zod';
import { layersSchema } from './layerSchema';
import { hiddenLayers } from './networkSchema';
import { checkValidationShare } from './ruleChecks';
import { count, share } from './schemaParts';
import { trainingSchema } from './trainingSchema';

/*
 * The experiment schema. It is the one source of the TypeScript type, of the checks with their messages, and of the
 * JSON Schema that gives completion and hovers in the editor. Defaults live here and nowhere else.
 * Layers (layerSchema.ts) and training (trainingSchema.ts) have files of their own. Tasks, cells and model shapes are
 * unions so that each new one is one more member.
 */

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
    layers: layersSchema.meta({
      examples: [[{ cell: 'lstm', units: 128 }]],
      description: 'The recurrent layers, from the input up.',
    }),
    head: z
      .strictObject({
        hidden: hiddenLayers('The hidden layers between the last recurrent layer and the output.'),
      })
      .optional()
      .meta({
        description: 'F_ho, the network from h(t) to the output o(t); without hidden layers o(t) = V h(t) + c.',
        markdownDescription:
          'The network from the last layer to the output; without hidden layers a linear layer alone.',
      }),
  })
  .meta({ examples: [{ layers: [{ cell: 'lstm', units: 128 }] }] });

const fields = z.strictObject({
  $schema: z.string().optional().meta({ description: 'Where an editor outside VS Code finds the schema.' }),
  task: z.enum(['language-model']).default('language-model').meta({
    description: 'What is learned. language-model: the next symbol of a text, at every time step.',
  }),
  data,
  model,
  training: trainingSchema.prefault({}),
});

/** The schema of `NAME.unroll.json`. */
export const experimentSchema = fields.superRefine(checkValidationShare);

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
