import type { Layer } from '../../../protocol/experiment';

/** A layer with a deep transition. */
export type DeepLayer = Extract<Layer, { cell: 'deep' }>;
/** A Jordan layer. */
export type JordanLayer = Extract<Layer, { cell: 'jordan' }>;
/** A layer of the person's own cell. */
export type OwnLayer = Extract<Layer, { cell: 'own' }>;
/** A feed-forward layer over a window of inputs. */
export type FeedForwardLayer = Extract<Layer, { cell: 'feed-forward' }>;
/** Recurrent layers whose gradient TensorFlow.js finds. */
export type FreeLayer = DeepLayer | JordanLayer | OwnLayer;
/** Layers that the kernels know, with a backward pass by hand. */
export type DerivedLayer = Exclude<Layer, FreeLayer | FeedForwardLayer>;

const free: ReadonlySet<Layer['cell']> = new Set<FreeLayer['cell']>(['deep', 'jordan', 'own']);

/** Whether a layer is recurrent and TensorFlow.js finds its gradient. */
export const isFree = (layer: Layer): layer is FreeLayer => free.has(layer.cell);

/** Whether the kernels know a layer. */
export const isDerived = (layer: Layer): layer is DerivedLayer => !isFree(layer) && layer.cell !== 'feed-forward';
