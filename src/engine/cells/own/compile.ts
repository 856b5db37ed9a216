import { Script } from 'node:vm';
import { transform } from 'sucrase';
import { UserError } from '../../../protocol/userError';
import { mayRunOwnCells } from './allowOwnCells';
import { cellOperations } from './operations';
import { doesNotCompile, failsToLoad, importsOther, mayNotRun, unknownOperation } from './problems';

/** What a file exports, by name. */
export type Exports = Readonly<Record<string, unknown>>;

const known = new Map<string, Exports>();
const mostKnown = 32;

/**
 * What a person's file exports. Types are stripped and lines stay where they are.
 * @param source what the file says
 * @throws UserError with file and line where it does not compile or fails while it is loaded
 */
export function exportsOf(file: string, source: string): Exports {
  if (!mayRunOwnCells()) throw mayNotRun(file);
  const key = `${file}\n${source}`;
  const found = known.get(key) ?? load(file, source);
  known.delete(key);
  known.set(key, found);
  for (const oldest of known.keys()) if (known.size > mostKnown) known.delete(oldest);
  return found;
}

function load(file: string, source: string): Exports {
  const code = strip(file, source);
  const made = { exports: {} };
  try {
    const run = new Script(`(function (exports, require, module) {${code}\n})`, {
      filename: file,
    }).runInThisContext() as (...all: unknown[]) => void;
    run(made.exports, (name: string) => imported(file, name), made);
  } catch (error) {
    throw error instanceof UserError ? error : failsToLoad(file, error);
  }
  return made.exports;
}

function strip(file: string, source: string): string {
  try {
    return transform(source, { transforms: ['typescript', 'imports'], filePath: file }).code;
  } catch (error) {
    throw doesNotCompile(file, error);
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
  if (/^\.\/unroll-cell(\.js|\.ts|\.d\.ts)?$/.test(name)) return { tf };
  if (tensorflow.has(name)) return tf;
  throw importsOther(file, name);
}
