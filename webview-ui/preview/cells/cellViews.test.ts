import { describe, expect, it } from 'vitest';
import { plainFormula, type Letter } from '../../../src/protocol/equations/formula';
import { styleOf } from '../../../src/protocol/equations/style';
import type { Layer } from '../../../src/protocol/experiment';
import { notations, type Notation } from '../../../src/protocol/notation';
import { cellViewOf } from './cellViews';

const layer = (fields: object): Layer => ({ units: 4, ...fields }) as Layer;

/** The formulas that a drawing shows, as they would stand on a line. */
function formulasOf(fields: object, notation: Notation): string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) {
      const { strings, values } = value as { strings?: readonly string[]; values?: unknown[] };
      if (strings?.[0]?.startsWith('<text class="math')) found.push(textOf(value));
      values?.forEach(look);
    }
  };
  look(cellViewOf(layer(fields)).inside!(layer(fields), styleOf(notation)));
  return found;
}

const textOf = (drawing: unknown): string => {
  if (Array.isArray(drawing)) return drawing.map(textOf).join('');
  const { strings, values } = drawing as { strings: readonly string[]; values: unknown[] };
  if (strings[0]!.startsWith('<tspan')) {
    const [level, , text] = values as string[];
    return level === 'line' ? text! : `${level === 'below' ? '_' : '^'}${[...text!].length > 1 ? `{${text!}}` : text!}`;
  }
  return textOf(values.at(-1));
};

const value = (letter: string, notation: Notation): string =>
  plainFormula([styleOf(notation).value(letter, letter) as Letter]);

describe('the inside of a cell is drawn with the letters of a source', () => {
  it.each([
    ['pytorch', ['f', 'i', 'g', 'o', 'c', 'h']],
    ['goodfellow', ['f', 'g', 's̃', 'q', 's', 'h']],
    ['colah', ['f', 'i', 'C̃', 'o', 'C', 'h']],
  ] as const)('LSTM, %s', (notation, letters) => {
    const drawn = formulasOf({ cell: 'lstm', peephole: 'full' }, notation);
    for (const letter of letters) expect(drawn).toContain(value(letter, notation));
  });

  it.each([
    ['pytorch', ['r', 'z', 'n'], 'W_{hn}'],
    ['goodfellow', ['r', 'u', 'h̃'], 'W'],
    ['colah', ['r', 'z', 'h̃'], 'W'],
  ] as const)('GRU, %s', (notation, letters, matrix) => {
    const drawn = formulasOf({ cell: 'gru', reset: 'after' }, notation);
    for (const letter of letters) expect(drawn).toContain(value(letter, notation));
    expect(drawn).toContain(matrix);
    expect(formulasOf({ cell: 'gru', reset: 'before' }, notation)).not.toContain(matrix);
  });

  it('Elman and Jordan, with the matrices that read the state and the input', () => {
    expect(formulasOf({ cell: 'elman' }, 'pytorch')).toEqual(
      expect.arrayContaining(['W_{hh}', 'W_{ih}', '+ b_{ih} + b_{hh}', 'h_{t−1}', 'x_t', 'h_t']),
    );
    expect(formulasOf({ cell: 'elman' }, 'colah')).toEqual(expect.arrayContaining(['W', '+ b']));
    expect(formulasOf({ cell: 'elman' }, 'colah')).not.toContain('U');
    expect(formulasOf({ cell: 'jordan' }, 'goodfellow')).toEqual(
      expect.arrayContaining(['W', 'U', '+ b', 'o^{(t−1)}']),
    );
    expect(formulasOf({ cell: 'jordan', teacherForcing: true }, 'pytorch')).toEqual(
      expect.arrayContaining(['W_{oh}', 'W_{ih}', '+ b_{ih}', 'y_{t−1}']),
    );
  });

  it('every one of them', () => {
    for (const notation of notations)
      for (const cell of ['lstm', 'gru', 'elman', 'jordan'])
        expect(formulasOf({ cell }, notation)).toContain(value('h', notation));
  });
});

it('a cell that is not known goes by its own name', () => {
  expect(cellViewOf(layer({ cell: 'own' })).name).toBe('Own');
});
