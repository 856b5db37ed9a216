import * as z from 'zod';

/** The names of how a matrix may be drawn. */
export const matrixInitialisers = [
  'uniform',
  'xavier-normal',
  'xavier-uniform',
  'kaiming-normal',
  'orthogonal',
  'identity',
] as const;

const kinds =
  '`"uniform"`: PyTorch\'s own, by the number n of units\n\n' +
  '`"xavier-normal"`, `"xavier-uniform"` (Glorot, Bengio 2010): by how many numbers go in and out\n\n' +
  '`"kaiming-normal"` (He et al. 2015): by how many go in\n\n' +
  '`"orthogonal"` (Saxe et al. 2014): orthonormal columns or rows\n\n' +
  '`"identity"` (Le et al. 2015): ones on the diagonal\n\n' +
  'Each as torch.nn.init has it, on the matrix of all gates one above the other; see `"perGate"`.';

const formulas =
  'uniform: within 1 / sqrt(units). xavier: variance 2 / (inputs + outputs). kaiming: variance 2 / inputs. orthogonal: orthonormal columns or rows. identity: ones on the diagonal.';

const byName = (what: string) =>
  z
    .enum(matrixInitialisers)
    .default('uniform')
    .meta({
      description: `How ${what} are drawn. ${formulas}`,
      markdownDescription: `How ${what} are drawn.\n\n${kinds}`,
    });

const spectralRadius = z.strictObject({
  name: z.literal('spectral-radius').meta({
    description: 'A random orthogonal matrix times the radius.',
    markdownDescription:
      'A random orthogonal matrix times `radius`, for each gate. All eigenvalues have that absolute value, and all ' +
      'singular values are that: in a network without nonlinearity (`"activation": "identity"`) the gradient k time ' +
      'steps back is `radius^k`, exactly.',
  }),
  radius: z
    .number()
    .positive()
    .meta({ examples: [0.9], description: 'Absolute value of every eigenvalue.' }),
});

/** How the weights begin, unless a run is given weights. */
export const initialiserSchema = z.strictObject({
  input: byName('the weights from the input (W_ih)'),
  recurrent: z
    .union([z.enum(matrixInitialisers), spectralRadius])
    .default('uniform')
    .meta({
      examples: ['orthogonal', { name: 'spectral-radius', radius: 0.9 }],
      description: `How the recurrent weights (W_hh) are drawn. ${formulas}`,
      markdownDescription:
        'How the recurrent weights (W_hh) are drawn.\n\n' +
        `${kinds}\n\n\`{ "name": "spectral-radius", "radius": 0.9 }\`: orthogonal times the radius, for each gate`,
    }),
  head: byName('the weights of the head'),
  bias: z.enum(['uniform', 'zero']).default('uniform').meta({
    description: "How all biases begin: uniform within 1 / sqrt(units), PyTorch's own, or zero.",
  }),
  perGate: z.boolean().default(false).meta({
    description: 'Whether each gate has a matrix of its own for this; false: all gates of a layer are one matrix.',
  }),
});

/** How the weights of an experiment begin. */
export type InitialiserOptions = z.output<typeof initialiserSchema>;
/** How one matrix begins. */
export type Initialiser = InitialiserOptions['recurrent'];
