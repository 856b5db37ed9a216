import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { allowOwnCells } from '../../src/engine/cells/own/allowOwnCells';
import { plainFormula, wholeEquation } from '../../src/protocol/equations/formula';
import { styleOf } from '../../src/protocol/equations/style';
import { layerTitle } from './layerTitle';
import { partsOf } from './network';
import { ownEquation } from './ownCell';
import { parameterGroups } from './parameterRows';
import { previewSentence } from './previewSentence';
import { previewOf } from './testing/previewOf';

const example = readFileSync(join(import.meta.dirname, '../../examples/own-cell/my-cell.ts'), 'utf8');
const withMemory = `export const parameters = ({ inputs, units }) => ({
  W: { shape: [units, units], initialiser: { name: 'spectral-radius', radius: 0.9 } }, b: [units] });
export const state = ['h', 'c'];
export const step = ({ h, c }) => ({ h, c });`;

const previewed = (source: string, file = 'cells/my-cell.ts') =>
  previewOf({
    input: 'one-hot',
    layers: [
      { cell: 'elman', units: 3 },
      { cell: 'own', file, source, units: 4 },
    ],
  });

beforeAll(allowOwnCells);

describe('the preview of a person’s own cell', () => {
  it('has what its file names', async () => {
    const { ownCells } = await previewed(example);
    const names = { parameters: ['W', 'U', 'b'], state: ['h'], gates: ['forget'], values: ['candidate'] };
    expect(ownCells).toEqual([{ layer: 1, file: 'cells/my-cell.ts', ...names }]);
  });

  it('says its equation with its states and parameters', async () => {
    const [own] = (await previewed(withMemory)).ownCells;
    expect(plainFormula(wholeEquation(ownEquation(own!, styleOf('pytorch'))))).toBe(
      'h_t, c_t = f(h_{t−1}, c_{t−1}, x_t; W, b)',
    );
  });

  it('hands its own states on, and is called by its file', async () => {
    const preview = await previewed(withMemory);
    const [, , own] = partsOf(preview, 'pytorch');
    expect([own!.name, own!.states]).toEqual(['my-cell', ['h', 'c']]);
    expect(layerTitle(preview.experiment.model.layers[1]!)).toBe('my-cell.ts');
    expect(previewSentence(preview)).toMatch(/^Elman 3 → my-cell.ts 4 reads cat.txt, /);
  });

  it('has a name in its box that fits', async () => {
    const [, , own] = partsOf(await previewed(withMemory, 'a-rather-long-name-of-a-cell.ts'), 'pytorch');
    expect(own!.name).toBe('a-rather-long…');
  });

  it('names each parameter as the file does, and how it begins', async () => {
    const groups = parameterGroups(await previewed(withMemory));
    const own = groups.find(({ name }) => name === 'Layer 2: my-cell.ts')!;
    expect(own.rows.map(({ name, role }) => [name, role])).toEqual([
      ['rnn.W_l1', 'W of the cell, begins as spectral-radius 0.9'],
      ['rnn.b_l1', 'b of the cell'],
    ]);
  });
});
