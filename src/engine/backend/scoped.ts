import { tidy, type TensorContainer } from '@tensorflow/tfjs-core';

/** tf.tidy for results of any type: disposes every tensor made inside that the result does not hold. */
export const scoped = <T>(body: () => T): T => tidy(body as () => TensorContainer) as T;
