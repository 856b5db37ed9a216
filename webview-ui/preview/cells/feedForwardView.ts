import { optionOf, type CellView } from './cellView';

/** No recurrence: a hidden layer over the last inputs. */
export const feedForwardView: CellView = {
  name: 'Feed-forward',
  states: [],
  feedback: () => 'none',
  reads: (layer) => Number(optionOf(layer, 'context') ?? 1),
  equations(layer) {
    const inputs =
      Number(optionOf(layer, 'context')) > 1 ? `[x_{t−${Number(optionOf(layer, 'context')) - 1}}, ..., x_t]` : 'x_t';
    return [
      `h_t = tanh(H ${inputs} + d)`,
      optionOf(layer, 'direct') === true ? `o_t = U h_t + W ${inputs} + b` : 'o_t = U h_t + b',
    ];
  },
};
