import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { experimentSchema } from '../protocol/experiment';
import { cellTypes, exampleCell, frozenCells, writeCell, writeNewCell } from './ownCellFiles';

const root = resolve(import.meta.dirname, '../..');

const frozen = (...layers: object[]): Record<string, string> => {
  const model = { layers: layers.map((layer) => ({ cell: 'own', ...layer })) };
  return Object.fromEntries(frozenCells(experimentSchema.parse({ data: { path: 'text.txt' }, model })));
};

describe('the cells that are kept in a run', () => {
  it('are their files by name, of one that imports others in a folder with them', () => {
    expect(frozen({ file: '../cells/a.ts', source: 'a' })).toEqual({ 'a.ts': 'a' });
    const imports = { 'lib/b.ts': 'b', 'run.json': '{}' };
    expect(frozen({ file: 'a.ts', source: 'a', imports })).toEqual({
      'cell/a.ts': 'a',
      'cell/lib/b.ts': 'b',
      'cell/run.json': '{}',
    });
  });

  it('are kept once where they are equal, and apart where they are not', () => {
    const one = { file: 'a.ts', source: 'a' };
    expect(frozen(one, one, { file: 'other/a.ts', source: 'c' })).toEqual({ 'a.ts': 'a', 'layer-3-a.ts': 'c' });
    const two = { ...one, imports: { 'b.ts': 'b' } };
    expect(frozen(two, { ...two, imports: { 'b.ts': 'c' } })).toEqual({
      ...{ 'cell/a.ts': 'a', 'cell/b.ts': 'b' },
      ...{ 'layer-2-cell/a.ts': 'a', 'layer-2-cell/b.ts': 'c' },
    });
  });

  it.each(['../b.ts', 'lib/../../b.ts', '/b.ts', 'C:\\b.ts', 'lib\\b.ts'])(
    'never lie outside of the run: %s',
    (path) => {
      expect(() => frozen({ file: 'a.ts', source: 'a', imports: { [path]: 'b' } })).toThrow();
    },
  );
});

describe('the example of a cell', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'unroll-example-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('is written with its types beside it', async () => {
    await writeNewCell(join(folder, 'a.ts'), root);
    expect((await readdir(folder)).sort()).toEqual(['a.ts', cellTypes]);
    expect(await readFile(join(folder, 'a.ts'), 'utf8')).toBe(await exampleCell(root));
  });

  it('overwrites nothing where it is new', async () => {
    await writeFile(join(folder, 'a.ts'), 'mine');
    await writeFile(join(folder, cellTypes), 'mine, too');
    await expect(writeNewCell(join(folder, 'a.ts'), root)).rejects.toThrow('could not be written');
    await writeNewCell(join(folder, 'b.ts'), root);
    expect(await readFile(join(folder, 'a.ts'), 'utf8')).toBe('mine');
    expect(await readFile(join(folder, cellTypes), 'utf8')).toBe('mine, too');
  });

  it('takes the place of a file where somebody chose that', async () => {
    await writeFile(join(folder, 'a.ts'), 'mine');
    await writeCell(join(folder, 'a.ts'), root);
    expect(await readFile(join(folder, 'a.ts'), 'utf8')).toBe(await exampleCell(root));
  });
});
