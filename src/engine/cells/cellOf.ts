import type { Cell } from './cell';
import { elman } from './elman';
import type { DerivedLayer } from './free/freeLayer';
import { gru } from './gru';
import { lstm } from './lstm';

/** The cell that a layer of an experiment asks for, where its backward pass is derived by hand. */
export function cellOf(layer: DerivedLayer): Cell {
  switch (layer.cell) {
    case 'lstm':
      return lstm(layer.candidate, layer.peephole);
    case 'gru':
      return gru(layer.reset, layer.update);
    case 'elman':
      return elman(layer.activation);
  }
}
