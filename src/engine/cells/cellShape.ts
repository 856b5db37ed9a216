import type { Layer } from '../../protocol/experiment';
import { freeCellOf } from './free/freeCellOf';
import { isFree } from './free/freeLayer';

/** What is known of a cell without computing. */
export interface CellShape {
  /** Blocks of `units` rows in its weights. */
  readonly gates: number;
  readonly hasCellState: boolean;
  /** Names of what a step keeps for the backward pass. */
  readonly keeps: readonly string[];
}

export const lstmShape: CellShape = {
  gates: 4,
  hasCellState: true,
  keeps: ['input', 'forget', 'candidate', 'output', 'tanhOfCell'],
};

export const gruAfterShape: CellShape = {
  gates: 3,
  hasCellState: false,
  keeps: ['reset', 'update', 'candidate', 'candidateOfState'],
};

export const gruBeforeShape: CellShape = { gates: 3, hasCellState: false, keeps: ['reset', 'update', 'candidate'] };

export const elmanShape: CellShape = { gates: 1, hasCellState: false, keeps: [] };

/** The shape of the cell that a layer of an experiment asks for. */
export function cellShapeOf(layer: Layer): CellShape {
  if (isFree(layer)) {
    const { hasCellState, quantities } = freeCellOf(layer, { inputs: 1, outputs: 1, head: [] });
    return { gates: 1, hasCellState, keeps: quantities.map(({ name }) => name) };
  }
  switch (layer.cell) {
    case 'lstm':
      return lstmShape;
    case 'gru':
      return layer.reset === 'after' ? gruAfterShape : gruBeforeShape;
    case 'elman':
    case 'feed-forward':
      return elmanShape;
  }
}
