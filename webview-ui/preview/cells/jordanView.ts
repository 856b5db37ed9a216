import { outputBefore, outputWanted } from '../../../src/protocol/equations/head';
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
    const isForced = optionOf(layer, 'teacherForcing') === true;
    const through = isForced || optionOf(layer, 'feedback') === 'logits' ? undefined : 'softmax';
    const before = [isForced ? outputWanted(style) : outputBefore(style)];
    return oneSum(layer, style, { before, through, parameters, goesOn: false });
  },
};
