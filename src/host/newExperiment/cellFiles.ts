import { relative, sep } from 'node:path';
import { workspace } from 'vscode';
import { readTextFile } from '../../files/readTextFile';

/** Files that are looked into, at most. */
const most = 500;

/** The files of own cells in the workspace, by name: those that export a step and parameters. */
export async function findCellFiles(): Promise<string[]> {
  const found = await workspace.findFiles('**/*.{ts,js,mts,mjs}', '**/{node_modules,.unroll,dist,out}/**', most);
  const paths = found.map(({ fsPath }) => fsPath).filter((path) => !/\.d\.[cm]?ts$/.test(path));
  const are = await Promise.all(
    paths.map(async (path) => isCell(await readTextFile(path, { remedy: '' }).catch(() => ''))),
  );
  return paths.filter((_, at) => are[at]).sort();
}

/** Whether a file looks like a cell. */
export const isCell = (text: string): boolean =>
  ['step', 'parameters'].every((name) => new RegExp(`^export\\b[^\\n]*\\b${name}\\b`, 'm').test(text));

/** A file as an experiment in a folder names it. */
export const asNamedFrom = (folder: string, path: string): string => relative(folder, path).split(sep).join('/');
