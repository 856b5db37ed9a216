/** The folder in which a program finds the files that it is given; nothing of the disk can be reached. */
export const root = '/cell';

type Answer = (error: Error | null, result?: unknown) => void;

interface Open {
  path: string;
  content: Uint8Array | undefined; // of a file
  at: number;
}

/**
 * The part of Node's `fs` that a program of Go reads and writes with, over files in memory. Answers come at once, so that
 * the program runs to its end without waiting.
 * @param files by their paths relative to `root`, with forward slashes
 * @param written takes what is written to standard output (1) and standard error (2)
 */
export function virtualFiles(files: ReadonlyMap<string, string>, written: (to: number, bytes: Uint8Array) => void) {
  const encoder = new TextEncoder();
  const contents = new Map([...files].map(([path, text]) => [`${root}/${path}`, encoder.encode(text)]));
  const folders = foldersOf([...contents.keys()]);
  const opened = new Map<number, Open>();
  let next = 3; // after the standard streams

  const statOf = (path: string) => {
    if (folders.has(path)) return status(true, 0);
    const content = contents.get(path);
    return content && status(false, content.length);
  };
  const answerStat = (path: string, answer: Answer) => {
    const found = statOf(path);
    answer(found ? null : failure('ENOENT'), found);
  };
  return {
    constants: { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_TRUNC: 512, O_APPEND: 1024, O_EXCL: 128, O_DIRECTORY: 65536 },
    open(path: string, _flags: number, _mode: number, answer: Answer) {
      if (!statOf(path)) return answer(failure('ENOENT'));
      opened.set(next, { path, content: contents.get(path), at: 0 });
      answer(null, next++);
    },
    close(file: number, answer: Answer) {
      opened.delete(file);
      answer(null);
    },
    fstat: (file: number, answer: Answer) => answerStat(opened.get(file)?.path ?? '', answer),
    stat: answerStat,
    lstat: answerStat,
    readdir(path: string, answer: Answer) {
      const names = folders.get(path);
      answer(names ? null : failure('ENOTDIR'), names && [...names]);
    },
    readlink: (_path: string, answer: Answer) => answer(failure('EINVAL')),
    read(file: number, into: Uint8Array, offset: number, length: number, place: number | null, answer: Answer) {
      const from = opened.get(file);
      if (!from?.content) return answer(failure('EINVAL'));
      const start = place ?? from.at;
      const piece = from.content.subarray(start, start + length);
      into.set(piece, offset);
      from.at = start + piece.length;
      answer(null, piece.length);
    },
    write(file: number, bytes: Uint8Array, offset: number, length: number, _place: unknown, answer: Answer) {
      written(file, bytes.slice(offset, offset + length));
      answer(null, length);
    },
    writeSync(file: number, bytes: Uint8Array) {
      written(file, bytes.slice());
      return bytes.length;
    },
  };
}

/** Each folder with the names in it. */
function foldersOf(paths: string[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([
    ['/', new Set()],
    [root, new Set()],
  ]);
  for (const path of paths)
    for (let end = path.lastIndexOf('/'), inner = path; end >= 0; inner = path.slice(0, end), end = parentEnd(inner)) {
      const folder = inner.slice(0, end) || '/';
      folders.set(folder, (folders.get(folder) ?? new Set()).add(inner.slice(end + 1)));
    }
  return folders;
}

const parentEnd = (path: string): number => path.lastIndexOf('/');

const failure = (code: string): Error => Object.assign(new Error(code), { code });

function status(isFolder: boolean, size: number) {
  const times = { atimeMs: 0, mtimeMs: 0, ctimeMs: 0 };
  const mode = isFolder ? 0o040755 : 0o100644;
  const numbers = { dev: 0, ino: 0, mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size, blksize: 4096, blocks: 0 };
  return { ...numbers, ...times, isDirectory: () => isFolder };
}
