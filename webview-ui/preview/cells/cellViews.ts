import type { Layer } from '../../../src/protocol/experiment';
import type { CellView } from './cellView';

import { deepView } from './deepView';
import { elmanView } from './elmanView';
import { feedForwardView } from './feedForwardView';
import { gruView } from './gruView';
import { jordanView } from './jordanView';
import { lstmView } from './lstmView';

const views: Record<string, CellView> = {
  lstm: lstmView,
  gru: gruView,
  elman: elmanView,
  jordan: jordanView,
  deep: deepView,
  'feed-forward': feedForwardView,
};

/** What the preview knows of a layer's cell; one that it does not know is some function of input and state. */
export const cellViewOf = ({ cell }: Layer): CellView => views[cell] ?? anyCell(cell);

const anyCell = (name: string): CellView => ({
  name: name.charAt(0).toUpperCase() + name.slice(1),
  states: ['h'],
});
