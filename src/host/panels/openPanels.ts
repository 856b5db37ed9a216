import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolder } from '../../runs/makeFolder';

/**
 * The runs whose panels are open, in a file. VS Code brings its editors back after a reload, but in a browser it saves
 * them about once a minute; a session that was started just before would come back without its panel.
 */
export class OpenPanels {
  private lastWrite: Promise<void> = Promise.resolve();

  /** @param path of the file; undefined where VS Code gives no storage (no folder is open) */
  constructor(private readonly path: string | undefined) {}

  /** Run folders, as they were when the window was left. */
  async read(): Promise<string[]> {
    if (this.path === undefined) return [];
    try {
      const found: unknown = JSON.parse(await readFile(this.path, 'utf8'));
      return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
    } catch {
      return []; // not written yet, or torn: then VS Code's own memory has to do
    }
  }

  /** Remembers the run folders from now on. */
  write(directories: string[]): void {
    const { path } = this;
    if (path === undefined) return;
    this.lastWrite = this.lastWrite
      .then(() => makeFolder(dirname(path)))
      .then(() => writeFile(path, JSON.stringify(directories)))
      .catch(() => undefined);
  }

  /** Resolves when all is on disk. */
  get written(): Promise<void> {
    return this.lastWrite;
  }
}
