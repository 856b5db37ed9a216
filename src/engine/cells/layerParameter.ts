import type { InitialValues } from './initialValues';

/** A parameter of a layer: its name without the layer's number, as PyTorch names it, and its shape. */
export interface LayerParameter {
  stem: string;
  shape: number[];
  /** How it begins, where its cell says it. */
  initial?: InitialValues;
}
