import { promises, type PathLike } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';

/** What happens to a call of the file system. */
export type Harm =
  | { refuse: string } // with the system's code, as ENOSPC
  | { short: true } // half of the bytes are written, and said so
  | { kill: 'before' | 'half' | 'after' };

/** A fault: which call it strikes, counted from 1, whether it stays from there on, and how it harms. */
export interface Fault {
  at: number;
  stays: boolean;
  harm: Harm;
}

/**
 * The calls that write, of every module of this process that uses `node:fs/promises`: counted, and struck where a fault
 * is set. Only what lies under a folder counts.
 */
export class Faults {
  /** The calls so far, as `rename run.json.1-2.tmp`. */
  calls: string[] = [];
  private fault?: Fault;
  private folder?: string;

  /** Takes the place of the file system's calls; once a process. */
  static install(): Faults {
    const faults = new Faults();
    for (const name of ['mkdir', 'rename', 'rm', 'truncate', 'copyFile', 'writeFile'] as const) faults.replace(name);
    faults.replaceOpen();
    return faults;
  }

  /** Begins to count under a folder, with a fault or without one. */
  watch(folder: string, fault?: Fault): void {
    this.calls = [];
    this.folder = folder;
    this.fault = fault;
  }

  /** From here on every call succeeds again. */
  lift(): void {
    this.fault = undefined;
  }

  private replace(name: 'mkdir' | 'rename' | 'rm' | 'truncate' | 'copyFile' | 'writeFile'): void {
    const calls = promises as unknown as Record<string, (...parameters: unknown[]) => Promise<unknown>>;
    const real = calls[name]!.bind(promises);
    calls[name] = (...parameters) => this.strike(name, parameters[0], () => real(...parameters));
  }

  private replaceOpen(): void {
    const calls = promises as { open: typeof promises.open };
    const real = calls.open.bind(promises);
    calls.open = async (path, flags, mode) => {
      if (flags === undefined || flags === 'r') return real(path, flags, mode);
      const file = await this.strike('open', path, () => real(path, flags, mode));
      if (this.isWatched(path)) this.replaceIn(file, path);
      return file;
    };
  }

  private replaceIn(file: FileHandle, path: PathLike): void {
    const write = file.write.bind(file) as (...parameters: unknown[]) => Promise<{ bytesWritten: number }>;
    const half = (bytes: Uint8Array, offset: number, length: number, position: number | null) =>
      write(bytes, offset, Math.ceil(length / 2), position);
    Object.assign(file, {
      write: (bytes: Uint8Array, offset = 0, length = bytes.length - offset, position: number | null = null) =>
        this.strike(
          'write',
          path,
          () => write(bytes, offset, length, position),
          () => half(bytes, offset, length, position),
        ),
    });
    for (const name of ['sync', 'close', 'writeFile'] as const) {
      const real = (file[name] as (...parameters: unknown[]) => Promise<void>).bind(file);
      Object.assign(file, { [name]: (...given: unknown[]) => this.strike(name, path, () => real(...given)) });
    }
  }

  private isWatched = (path: unknown): boolean =>
    this.folder !== undefined && typeof path === 'string' && path.startsWith(this.folder);

  /** Counts a call and does it, unless the fault strikes. */
  private async strike<T>(name: string, path: unknown, real: () => Promise<T>, half?: () => Promise<T>): Promise<T> {
    if (!this.isWatched(path)) return real();
    this.calls.push(`${name} ${String(path).slice(this.folder!.length + 1)}`);
    const number = this.calls.length;
    const { fault } = this;
    if (!fault || number < fault.at || (number > fault.at && !fault.stays)) return real();
    const { harm } = fault;
    if ('kill' in harm) return die(harm.kill, real, half);
    if ('short' in harm) return (half ?? real)();
    if (name === 'close') await real(); // the descriptor is gone all the same
    if (harm.refuse === 'ENOSPC') await half?.(); // what fits still lands
    throw Object.assign(new Error(`${harm.refuse}: ${name}`), { code: harm.refuse });
  }
}

async function die<T>(when: 'before' | 'half' | 'after', real: () => Promise<T>, half?: () => Promise<T>): Promise<T> {
  if (when === 'half') await half?.();
  if (when === 'after') await real();
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined); // nothing follows
}
