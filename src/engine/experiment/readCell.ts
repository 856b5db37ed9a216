import { stat } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import * as l10n from '@vscode/l10n';
import { readTextFile } from '../../files/readTextFile';
import type { CellSource } from '../../protocol/cellSource';

/**
 * What the file of a cell says, and the files that it imports, which lie beside it or in folders below. A file that is not
 * there is left to the compiler, which knows whether it is meant.
 * @throws UserError where the cell's own file cannot be read
 */
export async function readCell(path: string): Promise<Omit<CellSource, 'file'>> {
  const source = await readSource(path);
  const imports: Record<string, string> = {};
  await addImports(dirname(path), basename(path), source, imports);
  delete imports[basename(path)]; // in a ring
  return Object.keys(imports).length > 0 ? { source, imports } : { source };
}

const readSource = (path: string): Promise<string> =>
  readTextFile(path, {
    remedy: l10n.t('Name a TypeScript file beside the experiment; "New Cell" writes an example.'),
  });

/** Adds what a file imports, and what that imports. @param name of the file, relative to the folder */
async function addImports(folder: string, name: string, text: string, found: Record<string, string>): Promise<void> {
  for (const specifier of specifiersIn(text)) {
    const imported = await firstOf(folder, candidates(posix.join(posix.dirname(name), specifier)));
    if (!imported || imported.name in found) continue;
    found[imported.name] = imported.text;
    await addImports(folder, imported.name, imported.text, found);
  }
}

/** Relative paths that a text imports; one in a comment may be among them, and does no harm. */
const specifiersIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g)].map(([, , path]) => path!);

/** The files that a path may mean, in the compiler's order; none for the types, which the compiler has itself. */
function candidates(path: string): string[] {
  if (path.startsWith('..') || /(^|\/)unroll-cell(\.d)?(\.[jt]s)?$/.test(path)) return [];
  return [path, `${path}.ts`, `${path}.js`, `${path}.json`, path.replace(/js$/, 'ts'), `${path}/index.ts`];
}

async function firstOf(folder: string, names: string[]): Promise<{ name: string; text: string } | undefined> {
  for (const name of names) {
    const path = join(folder, name);
    const isFile = await stat(path).then(
      (found) => found.isFile(),
      () => false,
    );
    if (isFile) return { name, text: await readSource(path) };
  }
  return undefined;
}
