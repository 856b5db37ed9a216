import { describe, expect, it, vi } from 'vitest';
import { architectures } from './architectures';
import { layerOptions } from './layerOptions';
import { layersOf, refusalOf } from './newExperiment';

const workspace = vi.hoisted(() => ({ isTrusted: true }));
vi.mock('vscode', () => ({ l10n: { t: (text: string) => text }, workspace }));

describe('what New Experiment offers', () => {
  it('is refused by the schema nowhere: every network with each of its options', async () => {
    expect(architectures().length).toBeGreaterThanOrEqual(3);
    for (const { cell } of architectures()) {
      const options = cell === 'own' ? { file: 'my-cell.ts' } : {};
      expect([cell, await refusalOf({ cell, options })]).toEqual([cell, undefined]);
      for (const { field, values } of layerOptions(cell))
        for (const { value } of values) {
          const answers = { cell, options: { [field]: value } };
          expect([answers, await refusalOf(answers)]).toEqual([answers, undefined]);
        }
    }
  });

  it('says why a choice is refused', async () => {
    expect(await refusalOf({ cell: 'gru', options: { reset: 'sideways' } })).toContain('model.layers[0].reset');
    expect(await refusalOf({ cell: 'lstm', options: { bidirectional: true } })).toContain('backward half');
  });

  it('makes as many layers as were chosen, all alike', () => {
    const layer = { cell: 'elman', units: 7, activation: 'relu' };
    expect(layersOf({ cell: 'elman', options: { activation: 'relu' }, units: 7, layers: 2 })).toEqual([layer, layer]);
    expect(layersOf({})).toEqual([{ cell: 'lstm', units: 128 }]);
  });
});

it('a cell of one’s own can be chosen where the workspace is trusted, and says so elsewhere', () => {
  const refusals = () =>
    architectures().flatMap(({ cell, refusal }) => (refusal === undefined ? [] : [[cell, refusal]]));
  expect(refusals()).toEqual([]);
  workspace.isTrusted = false;
  expect(refusals()).toEqual([['own', 'It is code, and runs only in a workspace that you trust.']]);
  workspace.isTrusted = true;
});
