import { optionOf, type CellView } from './cellView';

/** No recurrence: a hidden layer over the last inputs. */
export const feedForwardView: CellView = {
  name: 'Feed-forward',
  states: [],
  feedback: () => 'none',
  reads: (layer) => Number(optionOf(layer, 'context') ?? 1),
};
