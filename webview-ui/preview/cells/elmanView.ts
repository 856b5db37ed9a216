import type { CellView } from './cellView';
import { oneSum } from './oneSum';

/** The simple recurrent network: one sum, one squash. */
export const elmanView: CellView = {
  name: 'Elman',
  states: ['h'],
  inside: (layer, style) =>
    oneSum(layer, style, { before: [style.before('h', 'h')], parameters: style.parametersOf({}), goesOn: true }),
};
