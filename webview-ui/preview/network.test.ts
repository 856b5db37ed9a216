import { describe, expect, it } from 'vitest';
import { layRows, stateHeights } from './drawing/rows';
import { partsOf } from './network';
import { previewSentence } from './previewSentence';
import { previewOf } from './testing/previewOf';

const layers = [
  { cell: 'lstm', units: 5 },
  { cell: 'gru', units: 7 },
];

describe('the parts of a network', () => {
  it('hand on what the matrices of the next part read, batch × features', async () => {
    const preview = await previewOf({ input: { embedding: 3 }, layers });
    const parts = partsOf(preview, 'pytorch');
    expect(parts.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['Embedding', 2, 3],
      ['LSTM', 2, 5],
      ['GRU', 2, 7],
      ['Head', 2, preview.vocabulary],
    ]);
    const reads = preview.parameters.filter(({ name }) => /weight_ih|head.weight/.test(name));
    expect(reads.map(({ shape }) => shape[1])).toEqual(parts.slice(0, -1).map(({ shape }) => shape[1]));
  });

  it('are as wide as the vocabulary where symbols enter one-hot', async () => {
    const preview = await previewOf({ input: 'one-hot', layers });
    expect(partsOf(preview, 'pytorch')[0]).toMatchObject({ name: 'One-hot', shape: [2, preview.vocabulary] });
  });

  it('hand their states to the next time step: an LSTM two, a GRU one', async () => {
    const parts = partsOf(await previewOf({ layers }), 'pytorch');
    expect(parts.map(({ states }) => states)).toEqual([[], ['h', 'c'], ['h'], []]);
    const others = partsOf(await previewOf({ layers }), 'goodfellow');
    expect(others[1]!.states).toEqual(['h', 's']);
  });

  it('stand over each other without overlap, the input lowest', async () => {
    const { rows, lossAt, symbolAt } = layRows(partsOf(await previewOf({ layers }), 'pytorch'));
    rows.slice(1).forEach(({ top, height }, at) => expect(top + height).toBeLessThan(rows[at]!.top));
    expect(lossAt).toBeLessThan(rows.at(-1)!.top);
    expect(symbolAt).toBeGreaterThan(rows[0]!.top + rows[0]!.height);
    const [h, c] = stateHeights(rows[1]!);
    expect(c).toBeLessThan(h!); // the memory runs above, as inside the cell
  });

  it('are put into a sentence', async () => {
    const preview = await previewOf({ layers: [layers[0], layers[0]] });
    expect(previewSentence(preview)).toMatch(/^2 × LSTM with 5 units reads cat.txt, 2 sequences side by side/);
  });
});
