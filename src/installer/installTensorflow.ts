import { mkdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { tensorflowFiles, type TensorflowManifest } from '../protocol/tensorflow';
import { makeFolder } from '../runs/makeFolder';
import { addons, compiledAddons, prebuiltAddons, type MakeAddons } from './bindings';
import { hashOf } from './download';
import { fromFolder } from './folder';
import { checkCancelled, type FoundLibraries, type Installation } from './installation';
import { withInstallLock } from './installLock';
import { byMaven } from './maven';
import { placeLibraries } from './placeLibraries';
import { anotherVersion, NEEDED_BYTES, noSpace, nothingFound } from './problems';
import { byPip, fromInstalledPython, isFitting } from './python';
import type { TryOut } from './tryOut';

/** What an installation is made with. */
export interface InstallerTools {
  /** The folder of what the extension carries: source of the binding, and perhaps the binding. */
  parts: string;
  tryOut: TryOut;
  /** Bytes that are free on the disk of a folder. */
  freeBytes?: (directory: string) => Promise<number>;
}

/**
 * Installs native TensorFlow into a folder: finds the libraries, makes the binding, tries both, and only then puts them
 * in the place of what was there before.
 * @throws UserError for each way that it can fail; what was installed before is still in use then
 */
export async function installTensorflow(
  installation: Installation,
  tools: InstallerTools,
): Promise<TensorflowManifest> {
  const { directory } = installation;
  await makeFolder(directory);
  return withInstallLock(directory, async () => {
    const unfinished = join(directory, tensorflowFiles.unfinished);
    await rm(unfinished, { recursive: true, force: true });
    try {
      await checkSpace(directory, tools.freeBytes ?? freeBytesOf);
      await mkdir(unfinished);
      const manifest = await make(unfinished, installation, tools);
      checkCancelled(installation);
      await putInPlace(directory);
      return manifest;
    } catch (error) {
      checkCancelled(installation);
      throw isFull(error) ? noSpace(directory, await freeBytesOf(directory)) : error;
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  });
}

const isFull = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOSPC';

async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

async function checkSpace(directory: string, freeBytes: (directory: string) => Promise<number>): Promise<void> {
  const free = await freeBytes(directory);
  if (free < NEEDED_BYTES) throw noSpace(directory, free);
}

async function make(to: string, installation: Installation, tools: InstallerTools): Promise<TensorflowManifest> {
  const found = await findLibraries(installation);
  checkCancelled(installation);
  if (found.version !== undefined && !isFitting(found.version)) throw anotherVersion(found.version);
  const files = await placeLibraries(found, to, installation);
  const manifest: TensorflowManifest = {
    format: 1,
    version: found.version ?? '',
    platform: installation.machine.name,
    source: found.source,
    files,
  };
  return addBinding(to, manifest, installation, tools);
}

async function findLibraries(installation: Installation): Promise<FoundLibraries> {
  const { from, machine, tell } = installation;
  if (from !== undefined) {
    tell({ stage: 'finding', sentence: l10n.t('Looking through {0}', from) });
    return fromFolder(from, installation);
  }
  tell({ stage: 'finding', sentence: l10n.t('Looking for a TensorFlow that is here already') });
  const reasons: string[] = [];
  for (const look of [fromInstalledPython, byPip, byMaven]) {
    const found = await look(installation);
    checkCancelled(installation);
    if (!('whyNot' in found)) return found;
    reasons.push(found.whyNot);
  }
  throw nothingFound(machine, reasons);
}

/** The binding of the package where it works, else one that is compiled here. */
async function addBinding(
  to: string,
  manifest: TensorflowManifest,
  installation: Installation,
  { parts, tryOut }: InstallerTools,
): Promise<TensorflowManifest> {
  const prebuilt = await prebuiltAddons(parts, installation.machine.name);
  if (prebuilt) {
    const made = await tried(to, manifest, installation, prebuilt, tryOut).catch(() => undefined);
    if (made) return made;
    checkCancelled(installation);
  }
  return tried(to, manifest, installation, compiledAddons(parts), tryOut);
}

async function tried(
  to: string,
  manifest: TensorflowManifest,
  installation: Installation,
  makeAddons: MakeAddons,
  tryOut: TryOut,
): Promise<TensorflowManifest> {
  await makeAddons(to, installation);
  const files = { ...manifest.files };
  for (const name of addons)
    files[name] = { bytes: (await stat(join(to, name))).size, sha256: (await hashOf(join(to, name)))! };
  await writeManifest(to, { ...manifest, files });
  installation.tell({ stage: 'trying', sentence: l10n.t('Trying it in a process of its own') });
  const version = await tryOut(to, installation.signal);
  if (!isFitting(version)) throw anotherVersion(version);
  const whole = { ...manifest, files, version };
  await writeManifest(to, whole);
  return whole;
}

const writeManifest = (to: string, manifest: TensorflowManifest): Promise<void> =>
  writeFile(join(to, tensorflowFiles.manifest), `${JSON.stringify(manifest, undefined, 2)}\n`);

/** A process that has loaded the former one keeps it. */
async function putInPlace(directory: string): Promise<void> {
  const installed = join(directory, tensorflowFiles.installed);
  await rm(installed, { recursive: true, force: true });
  await rename(join(directory, tensorflowFiles.unfinished), installed);
  await rm(join(directory, tensorflowFiles.downloads), { recursive: true, force: true });
}
