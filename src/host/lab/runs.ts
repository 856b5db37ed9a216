import { Disposable, EventEmitter } from 'vscode';
import { listRuns, type ListedRun } from '../../runs/listRuns';
import { quietWords } from '../../protocol/quietWords';
import type { RunRecord } from '../../protocol/run';
import { experimentFolder } from '../../runs/runRecord';
import { isAlive } from './runAbilities';
import { throttled } from '../throttled';
import { watchRunFolders } from './watchRunFolders';

/** What changed: which runs came or went (isSetChanged), or only what is known of some. */
export interface RunsChange {
  directories: string[];
  isSetChanged: boolean;
}

/** How often it is looked at whether a session has told nothing for long. */
const quietLookMs = 5000;

/** After so long a run folder that was being made is complete, or damaged. */
const settledMs = 2500;

/** The runs of the workspace as they stand on disk, newer where a session has told more. */
export class Runs implements Disposable {
  private readonly known = new Map<string, ListedRun>();
  private readonly folders = new Map<string, Disposable>();
  private readonly listings = new Map<string, Promise<void>>();
  private readonly changed = new EventEmitter<RunsChange>();
  private readonly looking = setInterval(() => this.tellOfQuiet(), quietLookMs);

  readonly onDidChange = this.changed.event;

  /** All runs, newest first. */
  all(): ListedRun[] {
    return [...this.known.values()].sort((a, b) => startedAt(b).localeCompare(startedAt(a)));
  }

  /** The run in a folder, if it is known. */
  find(directory: string): ListedRun | undefined {
    return this.known.get(directory);
  }

  /** The runs whose sessions are alive. */
  live(): ListedRun[] {
    return this.all().filter(isAlive);
  }

  /** Follows the runs beside the experiments in these folders, and in no others. */
  async follow(folders: string[]): Promise<void> {
    for (const [folder, watcher] of this.folders) if (!folders.includes(folder)) this.leave(folder, watcher);
    const added = folders.filter((folder) => !this.folders.has(folder));
    for (const folder of added) this.folders.set(folder, this.watch(folder));
    await Promise.all(added.map((folder) => this.refresh(folder)));
  }

  /** Lists the runs of one folder again, or of all. */
  async refresh(folder?: string): Promise<void> {
    const folders = folder === undefined ? [...this.folders.keys()] : [folder];
    await Promise.all(folders.map((each) => this.listOnceMore(each)));
  }

  /** Takes in what a session tells about its run. */
  tell(directory: string, record: RunRecord): void {
    const run = this.known.get(directory);
    if (!run) return;
    this.known.set(directory, { ...run, record, state: record.state });
    this.changed.fire({ directories: [directory], isSetChanged: false });
  }

  dispose(): void {
    clearInterval(this.looking);
    for (const watcher of this.folders.values()) watcher.dispose();
    this.changed.dispose();
  }

  /** A session that stands still tells nothing itself. */
  private tellOfQuiet(): void {
    const quiet = this.live().filter(({ record }) => record && quietWords(record));
    if (quiet.length > 0)
      this.changed.fire({ directories: quiet.map(({ directory }) => directory), isSetChanged: false });
  }

  /** A folder that is being made is listed once more when it must be complete. */
  private watch(folder: string): Disposable {
    const listing = throttled(() => void this.refresh(folder), 300);
    let later: NodeJS.Timeout | undefined;
    const watcher = watchRunFolders(folder, () => {
      listing.request();
      clearTimeout(later);
      later = setTimeout(() => listing.request(), settledMs);
    });
    return Disposable.from(watcher, listing, new Disposable(() => clearTimeout(later)));
  }

  private leave(folder: string, watcher: Disposable): void {
    watcher.dispose();
    this.folders.delete(folder);
    this.replace(folder, []);
  }

  /** Two listings of one folder never overlap: a later one would be overwritten by an earlier one. */
  private listOnceMore(folder: string): Promise<void> {
    const before = this.listings.get(folder) ?? Promise.resolve();
    const listing = before.then(async () => {
      if (this.folders.has(folder)) this.replace(folder, await listRuns(folder));
    });
    this.listings.set(folder, listing);
    return listing;
  }

  private replace(folder: string, listed: ListedRun[]): void {
    const before = [...this.known.values()].filter((run) => experimentFolder(run.directory) === folder);
    const directories = new Set(listed.map((run) => run.directory));
    for (const run of before) if (!directories.has(run.directory)) this.known.delete(run.directory);
    for (const run of listed) this.known.set(run.directory, newer(this.known.get(run.directory), run));
    const isSetChanged = before.length !== listed.length || before.some((run) => !directories.has(run.directory));
    this.changed.fire({ directories: [...directories], isSetChanged });
  }
}

/** A session tells of its steps before run.json does; its word stands until run.json has caught up. */
function newer(known: ListedRun | undefined, listed: ListedRun): ListedRun {
  const told = known?.record;
  if (!told || !listed.record || known.state !== listed.state) return listed;
  const isBehind = told.socket === listed.record.socket && told.step > listed.record.step;
  return isBehind ? { ...listed, record: told } : listed;
}

const startedAt = (run: ListedRun): string => run.record?.startedAt ?? '';
