import { describe, expect, it } from 'vitest';
import { parseExperiment } from '../../protocol/parseExperiment';
import { experimentText } from './experimentText';

const gru = { cell: 'gru', units: 96 };
const choice = { dataPath: 'texts/sea.txt', layers: [gru, gru] };

describe('the text of a new experiment', () => {
  it('is an experiment without a mistake', () => {
    expect(parseExperiment(experimentText(choice)).problems).toEqual([]);
  });

  it('says what was chosen', () => {
    const { experiment } = parseExperiment(experimentText(choice));
    expect(experiment?.data.path).toBe('texts/sea.txt');
    expect(experiment?.model.layers.map(({ cell, units }) => [cell, units])).toEqual([
      ['gru', 96],
      ['gru', 96],
    ]);
  });

  it('departs from the defaults only where it is told to', () => {
    const { experiment: plain } = parseExperiment(experimentText(choice));
    const { experiment: told } = parseExperiment(experimentText({ ...choice, training: { batch: 8, window: 16 } }));
    expect(told?.training).toEqual({ ...plain?.training, batch: 8, window: 16, stride: 16 });
  });

  it('has the options that were chosen, and a word on those that were not', () => {
    const text = experimentText({ ...choice, layers: [{ ...gru, reset: 'before' }] });
    expect(parseExperiment(text).experiment?.model.layers[0]).toMatchObject({ reset: 'before', update: 'keep' });
    expect(text).toMatch(/\/\/ "update": "keep" or "replace"$/m);
    expect(text).not.toContain('"reset": "after"');
  });

  it('survives names with quotes and backslashes', () => {
    const { experiment } = parseExperiment(experimentText({ ...choice, dataPath: 'a "b" \\c.txt' }));
    expect(experiment?.data.path).toBe('a "b" \\c.txt');
  });
});
