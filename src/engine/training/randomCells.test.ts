import { join } from 'node:path';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseExperiment } from '../../protocol/parseExperiment';
import { allowOwnCells } from '../cells/own/allowOwnCells';
import { startTensors } from '../backend/startTensors';
import { withOwnCells } from '../model/ownCells';
import { Random } from '../model/random';
import { targets, startTarget } from '../model/testing/targets';
import { datasetOf, scramble } from '../model/testing/text';
import { Training } from './training';

const examples = join(import.meta.dirname, '../../../examples/own-cell');
const dataset = datasetOf(scramble(400));

/** Draws from lists and ranges. */
class Draw {
  private readonly random: Random;

  constructor(seed: number) {
    this.random = Random.fromSeed(seed);
  }

  upTo(most: number): number {
    return 1 + Math.floor(this.random.uniform() * most);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.upTo(choices.length) - 1]!;
  }

  list<T>(most: number, each: () => T): T[] {
    return Array.from({ length: this.upTo(most + 1) - 1 }, each);
  }
}

const activations = ['tanh', 'relu', 'sigmoid', 'identity'];

function hidden(draw: Draw) {
  return draw.list(2, () => ({ units: draw.upTo(6), activation: draw.of(activations) }));
}

function layerOf(draw: Draw, isLast: boolean): object {
  const units = draw.upTo(7);
  const cell = draw.of([
    'lstm',
    'gru',
    'elman',
    'deep',
    'deep',
    'feed-forward',
    'own',
    ...(isLast ? ['jordan', 'jordan'] : []),
  ]);
  switch (cell) {
    case 'deep': {
      const transition = draw.of(['additive', 'nested']);
      const more = transition === 'additive' ? { inputToHidden: hidden(draw) } : {};
      return { cell, units, transition, activation: draw.of(activations), hiddenToHidden: hidden(draw), ...more };
    }
    case 'jordan':
      return {
        cell,
        units,
        activation: draw.of(activations),
        feedback: draw.of(['logits', 'softmax']),
        teacherForcing: draw.of([true, false]),
      };
    case 'feed-forward':
      return { cell, units, context: draw.upTo(5), direct: draw.of([true, false]) };
    case 'own':
      return { cell, units, file: 'my-cell.ts' };
    default:
      return { cell, units };
  }
}

/** A valid experiment over all cells, as a file says it. */
function experimentOf(seed: number): string {
  const draw = new Draw(seed);
  const count = draw.upTo(3);
  const window = 2 + draw.upTo(8);
  return JSON.stringify({
    data: { path: 'text.txt' },
    model: {
      input: draw.of(['one-hot', { embedding: draw.upTo(6) }]),
      layers: Array.from({ length: count }, (_, k) => ({
        ...layerOf(draw, k === count - 1),
        dropout: k < count - 1 ? draw.of([0, 0.3]) : 0,
      })),
      ...draw.of([{}, { head: { hidden: hidden(draw) } }]),
    },
    training: {
      ...{ batch: draw.upTo(4), window, stride: draw.upTo(window), carryState: draw.of([true, false]), seed },
      optimiser: draw.of([{ name: 'adam' }, { name: 'rmsprop' }, { name: 'sgd', learningRate: 0.1 }]),
      ...draw.of([{}, { regulariser: { coefficient: 0.5 } }]),
    },
  });
}

/** The reach of the layers in which the last loss has a gradient: not where all units are dead, or dropped out. */
function reachSeen(reach: Float32Array, layers: number): number[] {
  const length = reach.length / layers;
  const each = Array.from({ length: layers }, (_, k) => [...reach.subarray(k * length, (k + 1) * length)]);
  return each.filter(([first]) => first === 1).flat();
}

describe.each(targets)('a random experiment by %s', (kernels) => {
  beforeAll(async () => {
    allowOwnCells();
    await startTarget(kernels);
    await startTensors();
  });

  it.each(Array.from({ length: 30 }, (_, seed) => seed))(
    '(%i) trains five steps, with finite numbers and no tensor left',
    async (seed) => {
      const text = experimentOf(seed);
      const { experiment, problems } = parseExperiment(text);
      expect(problems, text).toEqual([]);
      const ready = await withOwnCells(join(examples, 'x'), experiment!);
      const before = memory().numTensors;
      const training = Training.create({ experiment: ready, dataset });
      for (let step = 0; step < 5; step++) {
        const {
          loss,
          gradientNorm,
          profile,
          reach,
          regulariser = 0,
        } = training.takeStep({ profile: true, reach: true });
        const seen = reachSeen(reach!, ready.model.layers.length);
        const numbers = [loss, gradientNorm, regulariser, ...profile!, ...seen];
        expect(numbers.every(Number.isFinite), text).toBe(true);
      }
      expect(Number.isFinite(training.validate()), text).toBe(true);
      const again = Training.restore({
        experiment: ready,
        dataset,
        checkpoint: training.checkpoint(),
        name: 'c',
      });
      expect(again.sample({ length: 5, temperature: 1, seed })).toBe(
        training.sample({ length: 5, temperature: 1, seed }),
      );
      again.dispose();
      training.dispose();
      expect(memory().numTensors).toBe(before);
    },
  );
});

describe('an experiment that is not valid', () => {
  it.each<[string, object, object, string]>([
    [
      'a nested transition with an input network',
      { cell: 'deep', transition: 'nested', inputToHidden: [{ units: 2 }] },
      {},
      'inputToHidden',
    ],
    ['an activation that there is not', { cell: 'deep', activation: 'swish' }, {}, 'activation'],
    ['a hidden layer without units', { cell: 'deep', hiddenToHidden: [{ activation: 'tanh' }] }, {}, 'hiddenToHidden'],
    ['a feedback that there is not', { cell: 'jordan', feedback: 'hidden' }, {}, 'feedback'],
    ['a context of nothing', { cell: 'feed-forward', context: 0 }, {}, 'context'],
    ['an own cell without a file', { cell: 'own' }, {}, 'file'],
    ['a coefficient of nothing', { cell: 'elman' }, { regulariser: { coefficient: 0 } }, 'coefficient'],
  ])('is refused with a sentence that names the field: %s', (_, layer, training, field) => {
    const text = JSON.stringify({ data: { path: 'x' }, model: { layers: [layer] }, training });
    const { problems } = parseExperiment(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]!.path).toContain(field);
    expect(problems[0]!.message).toMatch(new RegExp(`^.*${field}.*\\.$`));
  });

  it('is refused where a Jordan layer is not the last', () => {
    const text = JSON.stringify({ data: { path: 'x' }, model: { layers: [{ cell: 'jordan' }, { cell: 'lstm' }] } });
    expect(parseExperiment(text).problems[0]).toMatchObject({
      path: ['model', 'layers', 0, 'cell'],
      message: expect.stringContaining('must be the last') as string,
    });
  });
});
