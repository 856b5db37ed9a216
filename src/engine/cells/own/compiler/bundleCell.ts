import { SourceMap } from 'node:module';
import { basename } from 'node:path';
import type { CellSource } from '../../../../protocol/cellSource';
import { callEsbuild } from './callEsbuild';
import type { Spot } from './places';

/** A person's cell with all that it imports, as one piece of JavaScript. */
export interface Bundle {
  /** A CommonJS module; it requires `operationsName` and packages. */
  code: string;
  /** Where each place of it stood in which file. */
  map: SourceMap;
}

/** Why a cell does not compile. */
export class CompileError extends Error {
  /** @param spot the file, relative to the cell's folder, and its line, where they are known */
  constructor(
    message: string,
    readonly spot: Spot,
  ) {
    super(message);
  }
}

/** The module that the operations of a cell come from. */
export const operationsName = 'unroll:operations';

/** What stands for the types beside the cell, which the editor shows: it is there in every folder. */
const operations = `export const tf = require(${JSON.stringify(operationsName)});`;
const typesNames = ['unroll-cell.ts', 'unroll-cell.d.ts'];

/** Standard TypeScript, whatever a tsconfig.json of the workspace says, for the oldest Node that is supported. */
const parameters = [
  ...['--bundle', '--format=cjs', '--platform=neutral', '--packages=external', '--target=node20', '--charset=utf8'],
  ...['--sourcemap=inline', '--sources-content=false', '--legal-comments=none', '--tsconfig-raw={}'],
  ...['--log-level=error', '--log-limit=1', '--loader:.js=ts', '--loader:.mjs=ts'],
];

/**
 * Compiles a cell with the files that it imports.
 * @throws CompileError where one is not TypeScript, or is not there
 */
export function bundleCell({ file, source, imports = {} }: CellSource): Bundle {
  const entry = entryName(file);
  const files = new Map([[entry, source], ...Object.entries(imports)]);
  const folders = [...files.keys()].map((name) => name.slice(0, name.lastIndexOf('/') + 1));
  for (const folder of new Set(['', ...folders]))
    for (const name of typesNames) files.set(`${folder}${name}`, operations);
  const { exitCode, output, errors } = callEsbuild({ files: [...files], parameters: [`./${entry}`, ...parameters] });
  if (exitCode !== 0) throw errorIn(errors, entry);
  const [code, map] = output.split('//# sourceMappingURL=data:application/json;base64,') as [string, string];
  return { code, map: new SourceMap(JSON.parse(Buffer.from(map, 'base64').toString('utf8'))) };
}

/** The name of a cell's file; one that does not end as TypeScript does is taken for it all the same. */
function entryName(file: string): string {
  const name = basename(file.replaceAll('\\', '/'));
  return /\.[cm]?[jt]s$/.test(name) ? name : `${name}.ts`;
}

/** The first error of what esbuild says: `[ERROR] MESSAGE`, and below it `FILE:LINE:COLUMN:`. */
function errorIn(said: string, entry: string): CompileError {
  const [, message = said.trim(), name = entry, line] = /\[ERROR\] (.+)(?:\n\n {4}(\S.*):(\d+):\d+:)?/.exec(said) ?? [];
  return new CompileError(message, line === undefined ? { name } : { name, line: Number(line) });
}
