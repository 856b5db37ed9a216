import * as z from 'zod';

/** A path that stays in its folder, with forward slashes. */
const inside = /^(?!\.\.\/)(?!.*\/\.\.\/)[^/\\:][^\\:]*$/;

/** A cell that the person wrote. */
export const own = z.strictObject({
  cell: z.literal('own').meta({
    description: 'Your own cell: a TypeScript file with one step, h(t) = f(h(t-1), x(t); theta).',
    markdownDescription:
      '**Your own cell**: a TypeScript file that exports the shapes of its parameters and one step, in operations of ' +
      'TensorFlow.js.\n\n' +
      'Its gradient is found by automatic differentiation. *Unroll: New Cell* writes an example; *Unroll: Check My Cell* compares its gradients with finite differences.',
  }),
  file: z
    .string()
    .min(1)
    .meta({ examples: ['my-cell.ts'], description: 'The TypeScript file, relative to this experiment file.' }),
  source: z.string().optional().meta({
    description: 'What the file said when a run began; written into the run by Unroll. Leave it out.',
  }),
  imports: z.record(z.string().regex(inside), z.string()).optional().meta({
    description: 'What the files that it imports said, as `source`. Leave it out.',
  }),
});
