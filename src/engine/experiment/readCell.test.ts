import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readCell } from './readCell';

let folder: string;

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'unroll-cell-'))));
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

it('a cell of one file is its source alone, types beside it or not', async () => {
  const source = "import { tf } from './unroll-cell';";
  await write({ 'my-cell.ts': source, 'unroll-cell.d.ts': 'export declare const tf: any;' });
  expect(await readCell(join(folder, 'my-cell.ts'))).toEqual({ source });
});

it('files that it imports come with it, by the names that they have, those of a ring once', async () => {
  const files = {
    'my-cell.ts': "import { a } from './lib/a.js';\nexport { b } from\n  './b';",
    'lib/a.ts': "import '../my-cell';\nimport c = require('./c.json');",
    'lib/c.json': '{}',
    'b/index.ts': "import { a } from '../lib/a';",
  };
  await write(files);
  const { 'my-cell.ts': source, ...imports } = files;
  expect(await readCell(join(folder, 'my-cell.ts'))).toEqual({ source, imports });
});

it('nothing above its folder, no package and nothing that is missing is read', async () => {
  const source = "import '../outside'; import 'lodash'; import './missing'; // import './b'";
  await write({ 'cell/my-cell.ts': source, 'outside.ts': '' });
  expect(await readCell(join(folder, 'cell', 'my-cell.ts'))).toEqual({ source });
});

it('a cell that cannot be read says what to do', async () => {
  await expect(readCell(join(folder, 'my-cell.ts'))).rejects.toThrow(`There is no file ${join(folder, 'my-cell.ts')}.`);
  await expect(readCell(folder)).rejects.toThrow('is a folder, not a file.');
});
