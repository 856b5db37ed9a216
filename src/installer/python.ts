import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import { tensorflowFiles } from '../protocol/tensorflow';
import { makeFolder } from '../runs/makeFolder';
import { download, Refused, type Download } from './download';
import type { FoundFile, FoundLibraries, Installation } from './installation';
import { checkCancelled } from './installation';
import { versionRange } from './problems';
import { lastWords, runProgram } from './runProgram';

/** A source that has nothing says why, in a sentence. */
export type Looked = FoundLibraries | { whyNot: string };

const interpreters = ['python3', 'python'];
const pips = [...interpreters.map((name) => [name, '-m', 'pip']), ['pip3'], ['pip']];

/** Asks for the libraries of each TensorFlow that a Python has, with the sums that its installer has kept. */
const question = `
import importlib.metadata, json, sys
for name in ("tensorflow-cpu", "tensorflow"):
    try:
        found = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        continue
    files = [each for each in found.files or [] if each.name in sys.argv[1:] and each.parent.name == "tensorflow"]
    print(json.dumps({"version": found.version, "files": [
        {"path": str(each.locate()), "sum": each.hash.value if each.hash else None} for each in files]}))
`;

interface InstalledTensorflow {
  version: string;
  files: { path: string; sum: string | null }[];
}

/** The libraries of a TensorFlow that the person's Python has. */
export async function fromInstalledPython({ machine, ...installation }: Installation): Promise<Looked> {
  for (const interpreter of interpreters) {
    const { status, out } = await runProgram([interpreter, '-c', question, ...machine.libraries], installation);
    if (status !== 0) continue;
    const all = out.split('\n').filter((line) => line.startsWith('{'));
    for (const { version, files } of all.map((line) => JSON.parse(line) as InstalledTensorflow))
      if (files.length === machine.libraries.length && isFitting(version))
        return {
          source: l10n.t('TensorFlow {0} of {1}', version, interpreter),
          version,
          files: files.map(hexadecimal),
        };
  }
  return { whyNot: l10n.t('No Python here has a fitting TensorFlow.') };
}

const hexadecimal = ({ path, sum }: InstalledTensorflow['files'][number]): FoundFile => ({
  path,
  sha256: sum ? Buffer.from(sum, 'base64url').toString('hex') : undefined,
});

/** Whether the binding works with this version of TensorFlow. */
export function isFitting(version: string): boolean {
  const [major = NaN, minor = NaN] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = versionRange.oldest;
  return major < versionRange.below && (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor));
}

/**
 * The wheel of TensorFlow, from where the person's pip is set to look. Pip says where it is and what its SHA-256 is; it is
 * then fetched in a way that can go on after a break, and by pip where that is refused.
 */
export async function byPip(installation: Installation): Promise<Looked> {
  const pip = await workingPip(installation);
  if (!pip) return { whyNot: l10n.t('There is no pip.') };
  const downloads = join(installation.directory, tensorflowFiles.downloads);
  await makeFolder(downloads);
  installation.tell({ stage: 'finding', sentence: l10n.t('Asking pip where TensorFlow is') });
  const wheel = await locate(pip, installation);
  checkCancelled(installation);
  if (wheel?.url.startsWith('file:')) return wheelAt(fileURLToPath(wheel.url));
  if (wheel && !usesProxy(installation.environment)) {
    const archive = join(downloads, decodeURIComponent(basename(new URL(wheel.url).pathname)));
    try {
      await download(wheel, archive, installation);
      return wheelAt(archive);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return downloadByPip(pip, downloads, installation);
}

const usesProxy = (environment: NodeJS.ProcessEnv): boolean =>
  ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'].some((name) => environment[name]);

async function workingPip(installation: Installation): Promise<string[] | undefined> {
  for (const pip of pips) if ((await runProgram([...pip, '--version'], installation)).status === 0) return pip;
  return undefined;
}

/** For this platform whatever Python it is: only the libraries are wanted. */
function wanted({ machine: { wheel } }: Installation): string[] {
  const platforms = wheel.tags.flatMap((tag) => ['--platform', tag]);
  const python = ['--python-version', '312', '--implementation', 'cp'];
  return ['--no-deps', '--only-binary=:all:', ...platforms, ...python, `${wheel.project}${versionRange.pip}`];
}

/** Where the wheel is, by a report that pip has had since 22.2. */
async function locate(pip: string[], installation: Installation): Promise<Download | undefined> {
  const report = ['install', '--dry-run', '--ignore-installed', '--quiet', '--report', '-', '--target', 'nowhere'];
  const { status, out } = await runProgram([...pip, ...report, ...wanted(installation)], installation);
  if (status !== 0) return undefined;
  try {
    const { install } = JSON.parse(out.slice(out.indexOf('{'))) as PipReport;
    const { url, archive_info } = install[0]!.download_info;
    const sha256 = archive_info.hashes?.['sha256'];
    return sha256 || url.startsWith('file:') ? { url, sha256: sha256 ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

interface PipReport {
  install: { download_info: { url: string; archive_info: { hashes?: Record<string, string> } } }[];
}

/** Pip checks what it fetches; it says no numbers meanwhile. */
async function downloadByPip(pip: string[], downloads: string, installation: Installation): Promise<Looked> {
  installation.tell({ stage: 'downloading', sentence: l10n.t('Downloading by pip, some 280 MB') });
  const ended = await runProgram([...pip, 'download', '--dest', downloads, ...wanted(installation)], installation);
  checkCancelled(installation);
  if (ended.status !== 0) return { whyNot: l10n.t('Pip could not fetch it: {0}.', lastWords(ended)) };
  const name = (await readdir(downloads)).find((each) => each.endsWith('.whl'));
  return name ? wheelAt(join(downloads, name)) : { whyNot: l10n.t('Pip has fetched nothing.') };
}

/** A wheel, whose name has its version. @see PEP 427 */
export const wheelAt = (archive: string): FoundLibraries => ({
  archive,
  version: basename(archive).split('-')[1],
  source: basename(archive),
});
