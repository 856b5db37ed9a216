import type { Layer } from '../../protocol/experiment';
import type { Cell } from './cell';
import { elman } from './elman';
import { gru } from './gru';
import { lstm } from './lstm';

/** The cell that a layer of an experiment asks for. */
export function cellOf(layer: Layer): Cell {
  switch (layer.cell) {
    case 'lstm':
      return lstm(layer.candidate, layer.peephole);
    case 'gru':
      return gru(layer.reset, layer.update);
    case 'elman':
      return elman(layer.activation);
  }
}
