import * as z from 'zod';
import { count } from './schemaParts';

/** The activations that layers and networks inside of layers may name. */
export const activation = z.enum(['tanh', 'relu', 'sigmoid', 'identity']);

const hiddenLayer = z.strictObject({
  units: count('Units of this hidden layer.', 64),
  activation: activation.default('tanh').meta({ description: 'What its sums go through.' }),
});

/** The hidden layers of a feed-forward network (MLP), from its input up. A linear layer follows on them. */
export const hiddenLayers = (description: string) =>
  z
    .array(hiddenLayer)
    .default([])
    .meta({ description, examples: [[{ units: 64, activation: 'tanh' }]] });

/** The hidden layers of a feed-forward network, complete with defaults. */
export type HiddenLayers = z.infer<typeof hiddenLayer>[];
/** The name of an activation. */
export type ActivationName = z.infer<typeof activation>;
