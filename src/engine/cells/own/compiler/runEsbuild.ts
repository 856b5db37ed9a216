import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Script } from 'node:vm';
import { brotliDecompressSync } from 'node:zlib';
import type { Said } from './callEsbuild';
import { root, virtualFiles } from './virtualFiles';

/** A program of Go, as Go's wasm_exec.js runs it. */
interface GoProgram {
  argv: string[];
  env: Record<string, string>;
  exit: (code: number) => void;
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
}

/**
 * Runs esbuild in this process, to its end, over files in memory.
 * @param files by their paths relative to the folder that it runs in
 */
export function runEsbuild(files: ReadonlyMap<string, string>, parameters: string[]): Said {
  const program = new WebAssembly.Module(brotliDecompressSync(readFileSync(join(__dirname, 'esbuild.wasm.br'))));
  const said: Record<number, Uint8Array[]> = { 1: [], 2: [] };
  const go = newGoProgram(virtualFiles(files, (to, bytes) => said[to]?.push(bytes)));
  let exitCode: number | undefined;
  go.argv = ['esbuild', ...parameters];
  go.env = { NO_COLOR: '1' };
  go.exit = (code) => (exitCode = code);
  go.run(new WebAssembly.Instance(program, go.importObject)).catch(() => undefined); // ends before it returns
  const [output, errors] = [textOf(said[1]!), textOf(said[2]!)];
  if (exitCode === undefined) throw new Error(`esbuild has not ended: ${errors}`);
  return { exitCode, output, errors };
}

const textOf = (parts: Uint8Array[]): string => Buffer.concat(parts).toString('utf8');

/** Go's own loader puts its class into the global object and takes `fs` from it; here both are of this one program. */
function newGoProgram(fs: object): GoProgram {
  const names = { Object, Array, Uint8Array, Error, Date, crypto, performance, TextEncoder, TextDecoder };
  const user = { pid: 1, ppid: 1, getuid: () => 0, geteuid: () => 0, getgid: () => 0, getegid: () => 0 };
  const system = { ...user, getgroups: () => [], umask: () => 0, cwd: () => root, chdir: () => undefined };
  const all = { ...names, fs, path: posix, process: system } as Record<string, unknown>;
  loader()(all, fs, system, posix);
  return new (all['Go'] as new () => GoProgram)();
}

type Loader = (globalThis: object, fs: object, process: object, path: object) => void;

function loader(): Loader {
  const filename = join(__dirname, 'wasm_exec.js');
  const text = readFileSync(filename, 'utf8');
  return new Script(`(function (globalThis, fs, process, path) {${text}\n})`, {
    filename,
  }).runInThisContext() as Loader;
}
