import * as z from 'zod';
import { belowOne, share } from './schemaParts';

const learningRate = (preset: number) =>
  z
    .number()
    .positive()
    .default(preset)
    .meta({ description: 'The step size, which a schedule may change; can be changed by hand while training runs.' });

/** Weight decay as part of the gradient: that of decay / 2 ||w||^2. */
const l2 = z
  .number()
  .min(0)
  .default(0)
  .meta({ description: 'Weight decay (L2): added to the gradient as weightDecay * w, after clipping, as in PyTorch.' });

const epsilon = (preset: number, of: string) =>
  z
    .number()
    .positive()
    .default(preset)
    .meta({ description: `Added to the root of the ${of}.` });

const betas = z
  .tuple([belowOne, belowOne])
  .default([0.9, 0.999])
  .meta({ description: 'Decay of the first and the second moment.' });

const moments =
  'm = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w -= rate m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon)';

const adam = z.strictObject({
  name: z.literal('adam').meta({
    description: `Adam (Kingma, Ba 2015), bias-corrected, epsilon outside the root, as in PyTorch: ${moments}.`,
    markdownDescription:
      '**Adam** (Kingma, Ba 2015), as torch.optim.Adam: a step for each weight by the running means of its gradient and of ' +
      'the square, both corrected for their beginning at zero.',
  }),
  learningRate: learningRate(0.002),
  betas,
  epsilon: epsilon(1e-8, 'second moment'),
  weightDecay: l2,
});

const adamw = z.strictObject({
  name: z.literal('adamw').meta({
    description: `AdamW (Loshchilov, Hutter 2019): Adam whose weight decay leaves the moments alone, as in PyTorch: w *= 1 - rate weightDecay, then ${moments}.`,
    markdownDescription:
      '**AdamW** (Loshchilov, Hutter 2019), as torch.optim.AdamW: Adam whose weight decay leaves the moments alone.',
  }),
  learningRate: learningRate(0.002),
  betas,
  epsilon: epsilon(1e-8, 'second moment'),
  weightDecay: z
    .number()
    .min(0)
    .default(0.01)
    .meta({ description: 'Weight decay: each step takes the share rate * weightDecay of every weight.' }),
});

const rmsprop = z.strictObject({
  name: z.literal('rmsprop').meta({
    description:
      'RMSProp (Tieleman, Hinton 2012), epsilon outside the root, as in PyTorch: v = alpha v + (1 - alpha) g^2, w -= rate g / (sqrt(v) + epsilon).',
    markdownDescription:
      '**RMSProp** (Tieleman, Hinton 2012), as torch.optim.RMSprop: the gradient over the root of the running mean of its square.',
  }),
  learningRate: learningRate(0.002),
  alpha: share.default(0.99).meta({ description: 'Decay of the mean square.' }),
  epsilon: epsilon(1e-8, 'mean square'),
  weightDecay: l2,
});

const adagrad = z.strictObject({
  name: z.literal('adagrad').meta({
    description:
      'Adagrad (Duchi, Hazan, Singer 2011): each weight slows down by all that it has moved, as in PyTorch: s = s + g^2, w -= rate g / (sqrt(s) + epsilon).',
    markdownDescription:
      '**Adagrad** (Duchi, Hazan, Singer 2011), as torch.optim.Adagrad: each weight slows down by all that it has moved.',
  }),
  learningRate: learningRate(0.02),
  epsilon: epsilon(1e-10, 'sum of squares'),
  weightDecay: l2,
});

const sgd = z.strictObject({
  name: z.literal('sgd').meta({
    description:
      'Stochastic gradient descent, as in PyTorch: w -= rate g; with momentum v = momentum v + g, w -= rate v.',
    markdownDescription:
      '**Stochastic gradient descent**, as torch.optim.SGD; with momentum (Polyak 1964) if wanted, and that of Nesterov ' +
      '(1983; Sutskever et al. 2013).',
  }),
  learningRate: learningRate(0.5),
  momentum: share.default(0).meta({ description: 'Share of the last update that goes on.' }),
  nesterov: z.boolean().default(false).meta({
    description: 'Whether momentum looks ahead (Nesterov): w -= rate (g + momentum v). Needs a momentum.',
  }),
  weightDecay: l2,
});

/** What moves the weights against their gradient. */
export const optimiserSchema = z.discriminatedUnion('name', [adam, adamw, rmsprop, adagrad, sgd]);
