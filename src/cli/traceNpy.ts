import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { traceSymbols, type SymbolPiece } from '../engine/inspect/reading/traceSymbols';
import { likeliestCount } from '../engine/inspect/reading/softmax';
import { npyHeader, npyTypeOf, type NpyNumbers } from '../protocol/formats/npyHeader';
import { writeAll } from '../runs/writeAll';
import { WriteFailure } from '../runs/writeFailure';
import { TraceFolder } from './traceFolder';
import type { TraceWork } from './traceWork';
import { countUnknown } from './unknownSymbols';

/**
 * Writes a trace as NumPy files, a piece at a time.
 * @returns the number of symbols written; none, and nothing is left of them, where it was interrupted
 */
export async function writeTraceNpy(work: TraceWork, path: string): Promise<number> {
  try {
    const folder = await TraceFolder.open(path);
    return await write(work, path, folder).catch(async (error: unknown) => {
      await folder.abandon().catch(() => undefined); // the disk has refused already
      throw error;
    });
  } catch (error) {
    throw WriteFailure.of(path, error);
  }
}

async function write(work: TraceWork, path: string, folder: TraceFolder): Promise<number> {
  const { traced, read, span, block, signal } = work;
  const count = span.to - span.from;
  const files = new NpyFiles(path, count);
  try {
    let written = Promise.resolve(); // while a piece is written, the next is computed
    for (const piece of traceSymbols(traced, read, span, block)) {
      await written;
      if (signal.aborted) break;
      const arrays = arraysOf(piece);
      if (files.written.size === 0) await folder.claim([...arrays.keys()].map((name) => `${name}.npy`));
      written = files.add(arrays);
      written.catch(() => undefined); // said by the await that follows
    }
    await written;
  } finally {
    await files.close();
  }
  await (signal.aborted ? folder.abandon() : folder.finish(descriptionOf(work, files.written)));
  return signal.aborted ? 0 : count;
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
class NpyFiles {
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

/** What the files are of. */
const descriptionOf = ({ lens, read, span, block }: TraceWork, shapes: Map<string, number[]>): object => ({
  name: lens.name,
  checkpoint: lens.file,
  ...span,
  block,
  ...countUnknown(read, span),
  vocabulary: lens.vocabulary.symbols,
  layers: lens.model.layers,
  files: Object.fromEntries([...shapes].map(([name, shape]) => [`${name}.npy`, shape])),
});
