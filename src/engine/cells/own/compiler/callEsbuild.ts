import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a program has said. */
export interface Said {
  exitCode: number;
  output: string;
  errors: string;
}

/** What the compiler's process is asked. */
export interface Question {
  /** Path relative to the folder in which esbuild runs, and text, of each file. */
  files: [string, string][];
  parameters: string[];
}

/** Where the compiler lies: beside the bundle, or in the folder of the variable UNROLL_COMPILER_DIRECTORY. */
const directory = (): string => process.env['UNROLL_COMPILER_DIRECTORY'] ?? join(__dirname, 'compiler');

/**
 * Without it V8 would go on to optimise a program of 14 MB that is nearly done: four times the work. Known to every Node
 * that we run on; one to come may not know it.
 */
const quickly = ['--liftoff-only'];
const isUnknownOption = 9;

/**
 * Runs esbuild over files in memory. It is WebAssembly, the same on every machine, in a process of its own that ends with
 * it: a session keeps neither its memory nor the optimisation of it.
 */
export function callEsbuild(question: Question): Said {
  const found = spawn(question, quickly);
  const { status, stdout, stderr, error } = found.status === isUnknownOption ? spawn(question, []) : found;
  if (status !== 0) throw error ?? new Error(`The compiler has failed (${status}): ${stderr}`);
  return JSON.parse(stdout) as Said;
}

const spawn = (question: Question, options: string[]) =>
  spawnSync(process.execPath, [...options, join(directory(), 'main.cjs')], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    maxBuffer: Infinity,
    windowsHide: true,
  });
