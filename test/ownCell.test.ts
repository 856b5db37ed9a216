import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { initialWords } from '../src/engine/cells/initialValues';
import { cellOperations } from '../src/engine/cells/own/operations';

const folder = join(import.meta.dirname, '../examples/own-cell');

it('the example of a cell is right by the types that lie beside it', { timeout: 30_000 }, () => {
  const options = { strict: true, noEmit: true, target: ts.ScriptTarget.ES2022, types: [], skipLibCheck: false };
  const program = ts.createProgram([join(folder, 'my-cell.ts')], {
    ...options,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const messages = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
  expect(messages).toEqual([]);
});

it('the types name the operations that a cell may use, and no others', () => {
  const types = readFileSync(join(folder, 'unroll-cell.d.ts'), 'utf8');
  const named = types.slice(types.indexOf('tf: {')).matchAll(/^ {2}(\w+)\(/gm);
  expect([...named].map(([, name]) => name).sort()).toEqual(Object.keys(cellOperations).sort());
});

it('the compiler of a cell is the one that builds Unroll', () => {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(folder, '../../package.json'), 'utf8'),
  ) as Record<string, Record<string, string>>;
  expect(dependencies!['esbuild-wasm']).toBe(devDependencies!['esbuild']);
});

it('the types name the ways in which a parameter may begin, and no others', () => {
  const types = readFileSync(join(folder, 'unroll-cell.d.ts'), 'utf8');
  const union = /type Initialiser =([^;]*radius)/.exec(types)![1]!;
  const named = [...union.matchAll(/^ {2}\| '([\w-]+)'$/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual([...initialWords].sort());
});
