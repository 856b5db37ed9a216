import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';
import { makeFolder } from '../runs/makeFolder';

/** Says what the files of a whole trace are; it is written last. */
const description = 'trace.json';
/** Names the files of a trace while they are written, so that they are known should the process be killed. */
const unfinished = 'trace.unfinished.json';

/** A folder that holds one trace, and perhaps files of the person's own, none of which is touched. */
export class TraceFolder {
  private claimed: string[] = [];

  private constructor(
    private readonly path: string,
    /** Names of the files of the trace that was here before. */
    private readonly former: Set<string>,
  ) {}

  /** Makes the folder where there is none. @throws UserError where a file of another kind stands for a trace's */
  static async open(path: string): Promise<TraceFolder> {
    await makeFolder(path);
    const present = await readdir(path);
    const manifests = await Promise.all(
      [description, unfinished].filter((name) => present.includes(name)).map((name) => filesOf(path, name)),
    );
    return new TraceFolder(path, new Set(manifests.flat()));
  }

  /** Takes names for a new trace and removes the former one. @throws UserError where something else has one of the names */
  async claim(names: string[]): Promise<void> {
    const present = await readdir(this.path);
    const foreign = names.find((name) => present.includes(name) && !this.former.has(name));
    if (foreign !== undefined) throw isForeign(this.path, foreign);
    this.claimed = [...new Set([...names, ...this.former])];
    await writeFile(join(this.path, unfinished), JSON.stringify({ files: this.claimed }));
    await rm(join(this.path, description), { force: true });
    for (const name of this.former) await rm(join(this.path, name), { force: true });
  }

  /** The trace is whole. */
  async finish(content: object): Promise<void> {
    await writeFile(join(this.path, description), `${JSON.stringify(content, undefined, 2)}\n`);
    await rm(join(this.path, unfinished), { force: true });
  }

  /** The trace will never be whole: nothing of it is left. */
  async abandon(): Promise<void> {
    if (this.claimed.length === 0) return;
    for (const name of [...this.claimed, description, unfinished]) await rm(join(this.path, name), { force: true });
  }
}

/** The files that a manifest names. @throws UserError where it is none of ours */
async function filesOf(folder: string, name: string): Promise<string[]> {
  const names = namesIn(await readFile(join(folder, name), 'utf8'));
  if (names?.every((each) => basename(each) === each && each.endsWith('.npy'))) return names;
  throw isForeign(folder, name);
}

function namesIn(text: string): string[] | undefined {
  try {
    const { files } = JSON.parse(text) as { files: unknown };
    if (Array.isArray(files)) return files.map(String);
    return typeof files === 'object' && files !== null ? Object.keys(files) : undefined;
  } catch {
    return undefined;
  }
}

const isForeign = (folder: string, name: string): UserError =>
  new UserError(
    l10n.t('{0} holds a file {1} that is not of a trace.', folder, name),
    l10n.t('Choose another folder, or move that file away.'),
  );
