import type { Experiment } from '../../../protocol/experiment';
import type { WindowOfText } from '../../tasks/languageModel/windowCursor';
import { Generator } from '../../kernels/testing/generator';
import { learnerOf } from '../../training/learnerOf';
import { parametersOf, partOf, sizeOf } from '../../weights/parameters';
import { experimentOf } from './text';

/** Number of symbols, sequences, and time steps of the windows that are learned. */
export const [vocabulary, batch, window] = [7, 3, 6];

/** An experiment whose gradient is what momentum remembers after a first update. */
export const learnable = (model: object, training: object = {}): Experiment =>
  experimentOf(model, {
    batch,
    window,
    stride: window,
    overTime: 'sum',
    optimiser: { name: 'sgd', momentum: 0.5 },
    ...training,
  });

/** Weights and a window of text, always the same for as many weights. */
export function drawOf({ model }: Pick<Experiment, 'model'>) {
  const draw = new Generator(5);
  const values = draw.numbers(sizeOf(parametersOf(model, vocabulary)), 0.6);
  const [input, target] = [0, 1].map(() => draw.symbols(batch * window, vocabulary)) as [Int32Array, Int32Array];
  return { values, input, target };
}

/** Everything that one window gives when it is learned, by name. @param model as an experiment file says it */
export function learned(model: object, training: object = {}): Map<string, ArrayLike<number>> {
  const experiment = learnable(model, training);
  const { values, input, target } = drawOf(experiment);
  const learner = learnerOf(experiment, vocabulary, values);
  const text: WindowOfText = { input, target, epoch: 1, isEpochStart: true, countedFrom: 0 };
  const found = new Map<string, ArrayLike<number>>();
  const { loss, gradientNorm, profile, ofLast } = learner.learn(text, { profile: true, reach: true });
  found.set('loss', [loss]).set('gradient norm', [gradientNorm]);
  for (const [kind, layers] of Object.entries({ profile, reach: ofLast }))
    layers!.forEach((norms, k) =>
      Object.entries(norms).forEach(([name, curve]) => found.set(`${kind} ${name} ${k}`, curve as Float32Array)),
    );
  learner.update(0.1, { factor: 1, limit: Infinity });
  learner.state.forEach(({ h, c }, k) => {
    found.set(`h ${k}`, h.data as Float32Array);
    if (c) found.set(`c ${k}`, c.data as Float32Array);
  });
  const gradient = learner.slots.get('momentum_buffer')!.slice();
  for (const parameter of parametersOf(experiment.model, vocabulary))
    found.set(parameter.name, partOf(gradient, parameter));
  learner.dispose();
  return found;
}
