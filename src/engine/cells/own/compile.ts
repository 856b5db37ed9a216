import { Script } from 'node:vm';
import type { CellSource } from '../../../protocol/cellSource';
import { UserError } from '../../../protocol/userError';
import { mayRunOwnCells } from './allowOwnCells';
import { bundleCell, CompileError, operationsName } from './compiler/bundleCell';
import { forgetScript, newScript } from './compiler/places';
import { cellOperations } from './operations';
import { doesNotCompile, failsToLoad, importsOther, mayNotRun, unknownOperation } from './problems';

/** What a file exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** A cell that was compiled: what it exports, or why it does not. */
interface Compiled {
  exports?: Exports;
  problem?: UserError;
  script?: string;
}

const known = new Map<string, Compiled>();
const mostKnown = 32;

/**
 * What a person's file exports.
 * @throws UserError with file and line where it does not compile or fails while it is loaded
 */
export function exportsOf(cell: CellSource): Exports {
  if (!mayRunOwnCells()) throw mayNotRun(cell.file);
  const key = JSON.stringify([cell.file, cell.source, cell.imports]);
  const found = known.get(key) ?? loadedOrProblem(cell);
  known.delete(key);
  known.set(key, found);
  for (const [oldest, { script }] of known)
    if (known.size > mostKnown) {
      known.delete(oldest);
      if (script !== undefined) forgetScript(script);
    }
  if (found.problem) throw found.problem;
  return found.exports!;
}

/** A file that is wrong is asked about at each edit of its experiment: it is not compiled each time. */
function loadedOrProblem(cell: CellSource): Compiled {
  try {
    return load(cell);
  } catch (error) {
    if (error instanceof UserError) return { problem: error };
    throw error;
  }
}

function load(cell: CellSource): Compiled {
  const { code, map } = bundled(cell);
  const filename = newScript(cell.file, map);
  const made = { exports: {} };
  try {
    const text = `(function (exports, require, module) { 'use strict';\n${code}\n})`;
    const run = new Script(text, { filename, lineOffset: -1 }).runInThisContext() as (...all: unknown[]) => void;
    run(made.exports, (name: string) => imported(cell.file, name), made);
  } catch (error) {
    const problem = error instanceof UserError ? error : failsToLoad(cell.file, error);
    forgetScript(filename);
    throw problem;
  }
  return { exports: made.exports, script: filename };
}

function bundled(cell: CellSource): ReturnType<typeof bundleCell> {
  try {
    return bundleCell(cell);
  } catch (error) {
    throw error instanceof CompileError ? doesNotCompile(error) : error;
  }
}

const tf = new Proxy(cellOperations, {
  get(operations, name) {
    if (typeof name === 'symbol' || name in operations || name === '__esModule' || name === 'then')
      return operations[name as keyof typeof operations];
    throw unknownOperation(name);
  },
});

const tensorflow = new Set(['@tensorflow/tfjs', '@tensorflow/tfjs-core', '@tensorflow/tfjs-node']);

function imported(file: string, name: string): unknown {
  if (name === operationsName) return tf;
  if (tensorflow.has(name)) return Object.create(tf) as object; // what esbuild makes of it has the same prototype
  throw importsOther(file, name);
}
