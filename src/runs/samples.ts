import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { errorCode, WriteFailure } from './writeFailure';

/** The samples that come with this package. */
export const sampleNames = ['moby-dick', 'four-letters'] as const;
/** The name of a sample. */
export type SampleName = (typeof sampleNames)[number];

/** Where a sample's text lies in the package; Moby Dick is written there by the build. */
const texts: Record<SampleName, string> = {
  'moby-dick': 'dist/samples/moby-dick.txt',
  'four-letters': 'examples/four-letters/four-letters.txt',
};

/** Where the text of a sample lies in the package. */
export const sampleTextPath = (name: SampleName, packageRoot: string): string => join(packageRoot, texts[name]);

/** Puts a sample's text alone into a folder, as `addSample` does. @returns its path */
export const addSampleText = async (name: SampleName, packageRoot: string, folder: string): Promise<string> =>
  place(await readSample(sampleTextPath(name, packageRoot)), folder, name, '.txt');

/**
 * Puts a sample's text and experiment into a folder. Nothing that is there is overwritten: an equal file is used as it
 * is, beside another file of that name the sample's gets a free one.
 * @returns the path of the experiment
 */
export async function addSample(name: SampleName, packageRoot: string, folder: string): Promise<string> {
  const experiment = await readSample(join(packageRoot, 'examples', name, `${name}.unroll.json`));
  const textPath = await addSampleText(name, packageRoot, folder);
  const written = experiment.toString().replace(`"${name}.txt"`, JSON.stringify(basename(textPath)));
  return place(Buffer.from(written), folder, name, '.unroll.json');
}

async function readSample(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw new UserError(
      l10n.t('The sample file {0} is missing.', path),
      l10n.t('Install the extension again; in a clone, run "npm run build".'),
    );
  }
}

/** Writes a file as NAME.EXT, or NAME-2.EXT and so on where something else stands there. */
async function place(content: Buffer, folder: string, name: string, extension: string): Promise<string> {
  for (let number = 1; ; number++) {
    const path = join(folder, number === 1 ? name + extension : `${name}-${number}${extension}`);
    if (await writeNew(path, content)) return path;
    const found = await readFile(path).catch(() => undefined);
    if (found?.equals(content)) return path;
  }
}

/** Whether the file could be made; false where there is one already. */
async function writeNew(path: string, content: Buffer): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST' || errorCode(error) === 'EISDIR') return false;
    throw WriteFailure.of(path, error);
  }
}
