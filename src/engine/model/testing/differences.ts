import type { Experiment } from '../../../protocol/experiment';
import { parametersOf } from '../../weights/parameters';
import { batch, drawOf, vocabulary, window } from './learned';
import { PlainModel, type Nudge, type PlainStep } from './plainModel';

const difference = 1e-5;

/**
 * What `learned` has to find, by finite differences of the float64 reference: loss, the gradient by every parameter, and
 * the norms of the gradients by every state (of a feed-forward layer by its inputs), of all losses and of the last ones.
 */
export function byDifferences(experiment: Experiment, own?: PlainStep): Map<string, number[]> {
  const { model } = experiment;
  const { values, input, target } = drawOf(experiment);
  const weights = PlainModel.weightsOf(model, vocabulary, values);
  const plain = new PlainModel(model, vocabulary, weights, own);
  const lossesOf = (nudge?: Nudge) => plain.losses(input, target, batch, nudge);
  const sum = (losses: number[]) => losses.reduce((all, loss) => all + loss, 0);
  const ofLast = (losses: number[]) => sum(losses.slice(-batch));
  const found = new Map([['loss', [sum(lossesOf()) / input.length]]]);
  for (const { name } of parametersOf(model, vocabulary)) {
    const { data } = weights.get(name)!;
    found.set(
      name,
      Array.from(data, (_, i) => slope((by) => shifted(data, i, by, () => sum(lossesOf()))) / batch),
    );
  }
  model.layers.forEach((layer, k) => {
    const part = layer.cell === 'feed-forward' ? 'x' : 'h';
    const width = widthOf(lossesOf, k, part);
    const curves = [new Array<number>(window).fill(0), new Array<number>(window).fill(0)];
    for (let t = 0; t < window; t++)
      for (let lane = 0; lane < batch; lane++)
        for (let unit = 0; unit < width; unit++) {
          const nudged = (by: number) =>
            lossesOf((...[ofLayer, ofTime, ofLane, of, values]) => {
              if (ofLayer === k && ofTime === t + 1 && ofLane === lane && of === part) values[unit]! += by;
            });
          const [above, below] = [nudged(difference), nudged(-difference)];
          [sum, ofLast].forEach((of, i) => (curves[i]![t]! += ((of(above) - of(below)) / (2 * difference)) ** 2));
        }
    const [all, last] = curves.map((squares) => squares.map((square) => Math.sqrt(square / batch)));
    found.set(`profile total ${k}`, all!).set(`reach total ${k}`, last!);
  });
  return found;
}

const slope = (of: (by: number) => number): number => (of(difference) - of(-difference)) / (2 * difference);

function shifted<T>(data: Float64Array, at: number, by: number, body: () => T): T {
  const before = data[at]!;
  data[at] = before + by;
  const result = body();
  data[at] = before;
  return result;
}

function widthOf(lossesOf: (nudge: Nudge) => unknown, layer: number, part: string): number {
  let width = 0;
  lossesOf((k, _t, _lane, of, values) => {
    if (k === layer && of === part) width = values.length;
  });
  return width;
}
