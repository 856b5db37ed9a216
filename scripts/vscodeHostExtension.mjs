import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Installs an extension from its folder by a link, so that it behaves as one that was installed and still follows
 * every new build. A link, because uninstalling it in VS Code then removes the link and never the folder.
 * @param {string} extensionsDirectory
 * @param {string} extension A folder with package.json.
 */
export async function linkExtension(extensionsDirectory, extension) {
  const { publisher, name, version } = JSON.parse(await readFile(join(extension, 'package.json'), 'utf8'));
  const id = `${publisher}.${name}`;
  const folder = `${id}-${version}`;
  await mkdir(extensionsDirectory, { recursive: true });
  await unlinkOthers(extensionsDirectory, id, folder);
  await link(resolve(extension), join(extensionsDirectory, folder));
  await register(extensionsDirectory, id, version, folder);
}

/** Removes the links that earlier versions have left. @param {string} directory @param {string} id @param {string} folder */
async function unlinkOthers(directory, id, folder) {
  for (const name of await readdir(directory)) {
    const isLink = (await lstat(join(directory, name))).isSymbolicLink();
    if (isLink && name.startsWith(`${id}-`) && name !== folder) await rm(join(directory, name));
  }
}

/** @param {string} target @param {string} path */
async function link(target, path) {
  if ((await readlink(path).catch(() => '')) === target) return;
  if (await lstat(path).catch(() => undefined)) await rm(path, { recursive: true, force: true });
  await symlink(target, path, 'junction');
}

/** VS Code reads what is installed from extensions.json. @param {string} directory @param {string} id @param {string} version @param {string} folder */
async function register(directory, id, version, folder) {
  const list = join(directory, 'extensions.json');
  const others = existsSync(list) ? JSON.parse(await readFile(list, 'utf8')) : [];
  const location = {
    $mid: 1,
    path: decodeURIComponent(pathToFileURL(join(directory, folder)).pathname),
    scheme: 'file',
  };
  const entry = { identifier: { id }, version, location, relativeLocation: folder, metadata: { source: 'vsix' } };
  const kept = others.filter((/** @type {{ identifier: { id: string } }} */ other) => other.identifier.id !== id);
  await writeFile(list, JSON.stringify([...kept, entry]));
  await rm(join(directory, '.obsolete'), { force: true });
}
