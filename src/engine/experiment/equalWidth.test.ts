import { describe, expect, it } from 'vitest';
import { allowOwnCells } from '../cells/own/allowOwnCells';
import { experimentOf } from '../model/testing/text';
import { equalWidths, nearestWidth } from './equalWidth';

const template = (cell: string, layers = 1) => ({
  model: { input: { embedding: 16 }, layers: Array.from({ length: layers }, () => ({ cell, units: 1 })) },
  widthAt: Array.from({ length: layers }, (_, k) => ['layers', k, 'units']),
});

/** Parameters by hand: embedding, one layer of `gates` gates with two biases each, head. */
const count = (gates: number, units: number, vocabulary: number): number =>
  16 * vocabulary + gates * units * (16 + units + 2) + vocabulary * (units + 1);

describe('the width at equal parameters', () => {
  it.each([1, 2, 7, 64, 100, 128, 333])('is nearer than any other width (an LSTM of %i units)', (units) => {
    const experiment = experimentOf({ input: { embedding: 16 }, layers: [{ cell: 'lstm', units }] });
    const { parameters, found } = equalWidths(experiment, 65, [template('gru'), template('elman')]);
    expect(parameters).toBe(count(4, units, 65));
    [3, 1].forEach((gates, index) => {
      const each = found[index]!;
      if ('problem' in each) throw new Error(each.problem);
      const distance = (width: number): number => Math.abs(count(gates, width, 65) - parameters);
      const widths = Array.from({ length: 1200 }, (_, width) => width + 1);
      expect(distance(each.width)).toBe(Math.min(...widths.map(distance)));
      expect(each.parameters).toBe(count(gates, each.width, 65));
    });
  });

  it('is the same in all layers, and in the model that comes with it', () => {
    const experiment = experimentOf({ layers: [{ cell: 'gru', units: 40 }] });
    const [found] = equalWidths(experiment, 30, [template('lstm', 2)]).found;
    if (!found || 'problem' in found) throw new Error('there is none');
    expect(found.model).toMatchObject({ layers: [{ units: found.width }, { units: found.width }] });
  });

  it('is the smaller of two that are equally near', () => {
    expect(nearestWidth((width) => 10 * width, 25)).toBe(2);
    expect(nearestWidth((width) => 10 * width, 26)).toBe(3);
    expect(nearestWidth((width) => 10 * width, 3)).toBe(1);
  });

  it('is refused with the place where a model is none', () => {
    const wrong = { model: { layers: [{ cell: 'lstm', units: 1, bidirectional: true }] }, widthAt: [] };
    const [found] = equalWidths(experimentOf({}), 30, [wrong]).found;
    expect(found).toEqual({ problem: expect.stringMatching(/^model\.layers\[0\].bidirectional: .*backward half/) });
  });

  const own = (parameters: string) => ({
    model: {
      input: { embedding: 16 },
      layers: [
        {
          cell: 'own',
          file: 'my-cell.ts',
          source: `export const parameters = ({ inputs, units }) => (${parameters}); export const step = () => ({});`,
          units: 1,
        },
      ],
    },
    widthAt: [['layers', 0, 'units']],
  });

  it('is found for an own cell by the shapes that it names, and its source stays in its file', () => {
    allowOwnCells();
    const experiment = experimentOf({ input: { embedding: 16 }, layers: [{ cell: 'gru', units: 50 }] });
    const shapes = '{ W: [units, units], U: [units, inputs], b: [units], v: [units] }';
    const [found, elman] = equalWidths(experiment, 65, [own(shapes), template('elman')]).found;
    if (!found || !elman || 'problem' in found || 'problem' in elman) throw new Error('there is none');
    expect([found.width, found.parameters]).toEqual([elman.width, elman.parameters]);
    expect(found.model).toEqual({
      input: { embedding: 16 },
      layers: [{ cell: 'own', file: 'my-cell.ts', units: found.width }],
    });
  });

  it.each([
    ['{ W: [units / 2, units] }', 'In my-cell.ts, "parameters" has for W no shape but [0.5,1].'],
    ['nothing', 'my-cell.ts:1: "parameters" fails: nothing is not defined.'],
  ])('is refused with the reason where an own cell has not every width', (parameters, problem) => {
    allowOwnCells();
    const experiment = experimentOf({ input: { embedding: 16 }, layers: [{ cell: 'gru', units: 50 }] });
    expect(equalWidths(experiment, 65, [own(parameters)]).found).toEqual([{ problem }]);
  });
});
