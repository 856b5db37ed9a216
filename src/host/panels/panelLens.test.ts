import { expect, it } from 'vitest';
import type { LensDescription } from '../../protocol/lens';
import { panelLens } from './panelLens';

const lens: LensDescription = {
  id: '1',
  name: 'sea',
  vocabulary: ['a'],
  layers: [
    { cell: 'lstm', units: 2, quantities: ['forget', 'c', 'h'] },
    { cell: 'gru', units: 2, quantities: ['reset', 'h'] },
    { cell: 'own', units: 2, quantities: ['c', 'h'] },
  ],
  block: 64,
  dataPath: '/a.txt',
};

it('a lens in the gates panel has the letters of the chosen source, and the gradients of its states', () => {
  const { layers, notation } = panelLens(lens, 'goodfellow');
  expect(notation).toBe('goodfellow');
  expect(layers.map(({ memory }) => memory)).toEqual(['s', undefined, 'c']);
  expect(panelLens(lens, 'colah').layers[0]!.memory).toBe('C');
  expect(layers.map(({ quantities }) => quantities.includes('gradientC'))).toEqual([true, false, true]);
});
