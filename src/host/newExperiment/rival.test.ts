import { describe, expect, it, vi } from 'vitest';
import { parseExperiment } from '../../protocol/parseExperiment';
import { templateOf, withLayers } from './rival';

vi.mock('vscode', () => ({ l10n: { t: (text: string) => text }, workspace: { isTrusted: true } }));

const model = { input: 'one-hot', layers: [{ cell: 'lstm' }, { cell: 'lstm' }] };

describe('another network of the same size', () => {
  it('has as many layers, all of the width that is looked for', () => {
    expect(templateOf({ cell: 'gru', label: '', sentence: '' }, model)).toEqual({
      model: { input: 'one-hot', layers: Array(2).fill({ cell: 'gru', units: 1 }) },
      widthAt: [
        ['layers', 0, 'units'],
        ['layers', 1, 'units'],
      ],
    });
  });

  it('keeps what any cell can have, and no option of the first', () => {
    const lstm = { cell: 'lstm', units: 9, dropout: 0.2, peephole: 'full' };
    const { model } = templateOf({ cell: 'gru', label: '', sentence: '' }, { layers: [lstm] });
    expect(model).toEqual({ layers: [{ cell: 'gru', units: 1, dropout: 0.2 }] });
  });

  it('grows wherever its cell grows with the width', () => {
    const deep = {
      cell: 'deep',
      label: '',
      sentence: '',
      more: (units: number) => ({ hidden: [{ units }], depth: 1 }),
    };
    expect(templateOf(deep, { layers: [{ cell: 'lstm' }] }).widthAt).toEqual([
      ['layers', 0, 'units'],
      ['layers', 0, 'hidden', 0, 'units'],
    ]);
  });

  it('is the same file but for its layers', () => {
    const text = `// mine
{ "data": { "path": "a.txt" },
  "model": { "layers": [{ "cell": "lstm", "units": 8 }], "input": "one-hot" }, // small
  "training": { "window": 16 } }`;
    const written = withLayers(text, [{ cell: 'gru', units: 11 }]);
    expect(written).toContain('// mine');
    expect(written).toContain('// small');
    const { experiment } = parseExperiment(written);
    expect(experiment?.model.layers).toMatchObject([{ cell: 'gru', units: 11 }]);
    expect(experiment?.training.window).toBe(16);
  });
});
