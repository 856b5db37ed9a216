import type { SVGTemplateResult } from 'lit';
import type { Style } from '../../../src/protocol/equations/style';
import type { Layer } from '../../../src/protocol/experiment';

/** What the preview knows of a cell: data, so that another cell is one more file. */
export interface CellView {
  /** As people call it. */
  name: string;
  /** The quantities that a time step hands to the next, from the bottom up. */
  states: readonly string[];
  /** Where the recurrence comes from, if not from the layer's own state: the head's output, or nowhere. */
  feedback?(layer: Layer): 'output' | 'none';
  /** Inputs that it reads at a time step, the newest and those before; one where it is left out. */
  reads?(layer: Layer): number;
  /** One time step as a picture of `cellSize`, in the letters of a source. */
  inside?(layer: Layer, style: Style): SVGTemplateResult;
}

/** Width and height of the picture of a cell. */
export const cellSize = { width: 620, height: 236 };

/** An option of a layer by its name; undefined where this cell has none of that name. */
export const optionOf = (layer: Layer, name: string): unknown => (layer as Record<string, unknown>)[name];
