import { constants } from 'node:fs';
import { copyFile, link, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { hashOf } from './download';
import { checkCancelled, type FoundLibraries, type Installation } from './installation';
import { checkLibrary } from './libraryPlatform';
import { archiveDamaged, libraryDamaged } from './problems';
import { unpackLibraries, type WrittenFile } from './unpack';

/**
 * Puts the libraries into a folder: unpacked, or as links to files that are there already (copies on another disk).
 * @throws UserError where one is missing, damaged, or for another machine
 */
export async function placeLibraries(
  found: FoundLibraries,
  to: string,
  installation: Installation,
): Promise<Record<string, WrittenFile>> {
  const { libraries, name } = installation.machine;
  const placed =
    'archive' in found
      ? await unpackLibraries(found.archive, to, installation)
      : await linkLibraries(found.files, to, installation);
  for (const library of libraries) {
    if (!placed[library] && 'archive' in found)
      throw archiveDamaged(found.archive, l10n.t('{0} is not in it', library));
    await checkLibrary(join(to, library), name);
  }
  return placed;
}

async function linkLibraries(
  files: { path: string; sha256?: string }[],
  to: string,
  installation: Installation,
): Promise<Record<string, WrittenFile>> {
  const placed: Record<string, WrittenFile> = {};
  for (const { path, sha256: expected } of files) {
    const name = basename(path);
    installation.tell({ stage: 'unpacking', sentence: l10n.t('Taking {0}', path) });
    await linkOrCopy(path, join(to, name));
    const sha256 = (await hashOf(join(to, name)))!;
    if (expected && expected !== sha256) throw libraryDamaged(path);
    placed[name] = { bytes: (await stat(join(to, name))).size, sha256 };
    checkCancelled(installation);
  }
  return placed;
}

/** A link stays what it is when pip replaces the file by another one. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await rm(to, { force: true });
  await link(from, to).catch(() => copyFile(from, to, constants.COPYFILE_FICLONE));
}
