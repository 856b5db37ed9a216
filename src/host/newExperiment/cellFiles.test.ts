import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { asNamedFrom, isCell } from './cellFiles';

vi.mock('vscode', () => ({ workspace: {} }));

it.each([
  [readFileSync(join(import.meta.dirname, '../../../examples/own-cell/my-cell.ts'), 'utf8'), true],
  ['const step = 1, parameters = 2;\nexport { step, parameters };', true],
  ['export const parameters = () => ({});\nexport async function other() {}', false],
  ['const step = 1;\nconst parameters = 2;', false],
])('a file is a cell where it exports its parameters and a step', (text, expected) => {
  expect(isCell(text)).toBe(expected);
});

it('a cell is named relative to the experiment, with forward slashes', () => {
  const folder = join('/lab', 'experiments');
  expect(asNamedFrom(folder, join(folder, 'my-cell.ts'))).toBe('my-cell.ts');
  expect(asNamedFrom(folder, join('/lab', 'cells', 'a.ts'))).toBe('../cells/a.ts');
});
