import { describe, expect, it } from 'vitest';
import { layerOptions, layerSchemaOf } from './layerOptions';

describe('the options of a cell', () => {
  it('are those of the schema, with its default and what each value means', () => {
    const [reset, update, ...others] = layerOptions('gru');
    expect(others).toEqual([]);
    expect(reset).toMatchObject({ field: 'reset', preset: 'after' });
    expect(reset?.values).toEqual([
      { value: 'after', words: "tanh(U x + b + r * (W h + b')) (PyTorch, cuDNN)" },
      { value: 'before', words: "tanh(W (r * h) + b' + U x + b). (Cho et al. 2014)" },
    ]);
    expect(update?.values[1]).toEqual({ value: 'replace', words: 'h(t) = (1 - z) * h(t-1) + z * candidate.' });
  });

  it('have no words where the schema has none for a value', () => {
    const [activation] = layerOptions('elman');
    expect(activation?.values).toContainEqual({ value: 'relu' });
    expect(activation?.description).toContain('linear');
  });

  it('are none that every layer has, and none of a cell that there is not', () => {
    for (const cell of ['lstm', 'gru', 'elman'])
      expect(layerOptions(cell).map(({ field }) => field)).not.toContain('bidirectional');
    expect(layerSchemaOf('perceptron')).toBeUndefined();
    expect(layerOptions('perceptron')).toEqual([]);
  });
});
