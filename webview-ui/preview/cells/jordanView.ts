import type { Layer } from '../../../src/protocol/experiment';
import { squashed } from './activation';
import { optionOf, type CellView } from './cellView';
import { oneSum } from './elmanView';

/** What is fed back is what the model puts out; with teacher forcing, what it should have put out. */
export const jordanView: CellView = {
  name: 'Jordan',
  states: [],
  feedback: (layer) => (isForced(layer) ? 'none' : 'output'),
  equations: (layer) => [
    `h_t = ${squashed(layer, `W ${fedBack(layer)} + U x_t + b`)}`,
    'o_t = V h_t + c',
    ...(isForced(layer) ? ['y_{t−1}: what o_{t−1} should have been'] : []),
  ],
  inside: (layer) => oneSum(layer, isForced(layer) ? 'y_{t−1}' : 'o_{t−1}', false),
};

const isForced = (layer: Layer): boolean => optionOf(layer, 'teacherForcing') === true;

function fedBack(layer: Layer): string {
  if (isForced(layer)) return 'y_{t−1}';
  return optionOf(layer, 'feedback') === 'logits' ? 'o_{t−1}' : 'softmax(o_{t−1})';
}
