import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FoundLibraries, Installation } from './installation';
import { nothingInFolder } from './problems';
import { wheelAt } from './python';

/** Folders below the one that is named: site-packages/tensorflow, or what was unpacked from an archive. */
const DEPTH = 6;

/**
 * The libraries in a folder that the person names: as files, in a wheel, or in a jar.
 * @throws UserError where it has none
 */
export async function fromFolder(folder: string, { machine }: Installation): Promise<FoundLibraries> {
  const paths = await filesIn(folder, DEPTH);
  const files = machine.libraries.map((name) => paths.find((path) => basename(path) === name));
  if (files.every((path) => path !== undefined))
    return { source: folder, files: files.map((path) => ({ path: path! })) };
  const wheel = paths.find((path) => /(^|\/)tensorflow\w*-[^/]*\.whl$/.test(path));
  if (wheel) return wheelAt(wheel);
  const jar = paths.find((path) => new RegExp(`tensorflow-core-native-.*${machine.classifier}\\.jar$`).test(path));
  if (jar) return { source: basename(jar), archive: jar };
  throw nothingInFolder(folder, machine);
}

/** Paths of files, those nearest first; what cannot be read is left out. */
async function filesIn(folder: string, depth: number): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const here = entries.filter((entry) => !entry.isDirectory()).map((entry) => join(folder, entry.name));
  if (depth === 0) return here;
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  return [...here, ...(await Promise.all(folders.map((each) => filesIn(each, depth - 1)))).flat()];
}
