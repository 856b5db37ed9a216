import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { traceSymbols, type SymbolPiece } from '../engine/inspect/reading/traceSymbols';
import { likeliestCount } from '../engine/inspect/reading/softmax';
import { npyHeader, npyTypeOf, type NpyNumbers } from '../protocol/formats/npyHeader';
import { UserError } from '../protocol/userError';
import type { TraceWork } from './traceWork';

/** Writes a trace as NumPy files, a piece at a time. @returns the number of symbols written */
export async function writeTraceNpy(work: TraceWork, folder: string): Promise<number> {
  const { traced, read, span, block, signal } = work;
  const files = new NpyFolder(folder, span.to - span.from);
  try {
    await mkdir(folder, { recursive: true });
    let written = Promise.resolve(); // while a piece is written, the next is computed
    for (const piece of traceSymbols(traced, read, span, block)) {
      await written;
      if (signal.aborted) break;
      written = files.add(arraysOf(piece));
      written.catch(() => undefined); // said by the await that follows
    }
    await written;
    await writeFile(
      join(folder, 'trace.json'),
      `${JSON.stringify(descriptionOf(work, files.written), undefined, 2)}\n`,
    );
  } catch (error) {
    throw cannotWrite(folder, error);
  } finally {
    await files.close();
  }
  return span.to - span.from;
}

/** The arrays of a piece by the name of their file. */
function arraysOf(piece: SymbolPiece): Map<string, { numbers: NpyNumbers; width?: number }> {
  const { points, losses, surprises, likeliest, probabilities, layers, length } = piece;
  const arrays = new Map<string, { numbers: NpyNumbers; width?: number }>([
    ['symbols', { numbers: points }],
    ['loss', { numbers: losses }],
    ['surprise', { numbers: surprises }],
    ['top', { numbers: likeliest, width: likeliestCount }],
    ['topProbability', { numbers: probabilities, width: likeliestCount }],
  ]);
  layers.forEach(({ quantities, gradientH, gradientC }, k) => {
    for (const [name, numbers] of quantities)
      arrays.set(`layer${k}.${name}`, { numbers, width: numbers.length / length });
    arrays.set(`layer${k}.gradientH`, { numbers: gradientH });
    if (gradientC) arrays.set(`layer${k}.gradientC`, { numbers: gradientC });
  });
  return arrays;
}

/** The files of a folder, each one array that grows row by row. */
class NpyFolder {
  /** Shapes by name. */
  readonly written = new Map<string, number[]>();
  private readonly files = new Map<string, FileHandle>();

  constructor(
    private readonly folder: string,
    private readonly rows: number,
  ) {}

  async add(arrays: ReturnType<typeof arraysOf>): Promise<void> {
    await Promise.all(
      [...arrays].map(async ([name, { numbers, width }]) => {
        const file = this.files.get(name) ?? (await this.begin(name, numbers, width));
        await writeAll(file, Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength));
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all([...this.files.values()].map((file) => file.close()));
  }

  private async begin(name: string, numbers: NpyNumbers, width: number | undefined): Promise<FileHandle> {
    const shape = width === undefined ? [this.rows] : [this.rows, width];
    const file = await open(join(this.folder, `${name}.npy`), 'w');
    this.files.set(name, file);
    this.written.set(name, shape);
    await writeAll(file, npyHeader(npyTypeOf(numbers), shape));
    return file;
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten;
}

/** What the files are of. */
const descriptionOf = ({ lens, span, block }: TraceWork, shapes: Map<string, number[]>): object => ({
  name: lens.name,
  checkpoint: lens.file,
  ...span,
  block,
  vocabulary: lens.vocabulary.symbols,
  layers: lens.model.layers,
  files: Object.fromEntries([...shapes].map(([name, shape]) => [`${name}.npy`, shape])),
});

function cannotWrite(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined || error instanceof UserError) return error;
  return new UserError(
    l10n.t('The trace cannot be written to {0}: {1}.', folder, code),
    l10n.t('Choose a folder of your own on a disk with room enough.'),
  );
}
