import type { Layer } from '../../protocol/experiment';
import { maskKey, type MaskDraw } from '../kernels/dropout';
import type { KernelPass } from '../kernels/pass';

/** Whether anything is dropped between the layers of a model while it learns. */
export const hasDropout = (layers: Layer[]): boolean => layers.slice(0, -1).some(({ dropout }) => dropout > 0);

/** Lets a pass drop what is between layers, by the masks of a learning step. */
export const dropLayers = (pass: KernelPass, layers: Layer[], masks: MaskDraw): void =>
  layers.slice(0, -1).forEach(({ dropout }, k) => pass.drop(k, dropout, maskKey(masks, k)));
