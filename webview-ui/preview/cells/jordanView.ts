import { fedBack } from '../../../src/protocol/equations/jordan';
import type { Layer } from '../../../src/protocol/experiment';
import { optionOf, type CellView } from './cellView';
import { oneSum } from './oneSum';

/** What is fed back is what the model puts out; with teacher forcing, what it should have put out. */
export const jordanView: CellView = {
  name: 'Jordan',
  states: [],
  feedback: (layer) => (optionOf(layer, 'teacherForcing') === true ? 'none' : 'output'),
  inside(layer: Layer, style) {
    const parameters = style.parametersOf({ from: 'o', isOneBias: true });
    return oneSum(layer, style, { before: fedBack(layer, style), parameters, goesOn: false });
  },
};
