import { describe, expect, it } from 'vitest';
import { placeOf } from './placeOf';

const text = `// mine
{
  "model": { "layers": [{ "cell": "lstm", "units": 0 }] },
  "training": { "batch": 1 }
}`;
const at = (...path: (string | number)[]) => placeOf({ path, message: '', remedy: '' }, text);

describe('the place of a problem', () => {
  it('is the line and column of its field, counted from 1', () => {
    expect(at('model', 'layers', 0, 'units')).toEqual({ line: 3, column: 43 });
    expect(at('training')).toEqual({ line: 4, column: 3 });
  });

  it('is an entry of a list where that is wrong', () => {
    expect(at('model', 'layers', 0)).toEqual({ line: 3, column: 25 });
  });

  it('is the deepest field around one that is missing', () => {
    expect(at('training', 'optimiser', 'name')).toEqual({ line: 4, column: 3 });
    expect(at('data', 'path')).toEqual({ line: 2, column: 1 });
  });

  it('is the offset where the file is no JSON', () => {
    const problem = { path: [], offset: text.indexOf('0'), message: '', remedy: '' };
    expect(placeOf(problem, text)).toEqual({ line: 3, column: 52 });
  });

  it('is the beginning of a file without content', () => {
    expect(placeOf({ path: [], message: '', remedy: '' }, '')).toEqual({ line: 1, column: 1 });
  });
});
