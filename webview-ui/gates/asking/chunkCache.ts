import { chunkBytes, chunkKey, type Chunk, type ChunkPlace } from './chunk';

/** The chunks that were seen last, up to so many bytes. */
export class ChunkCache {
  private readonly chunks = new Map<string, Chunk>();
  private bytes = 0;

  constructor(private readonly mostBytes: number) {}

  get size(): number {
    return this.chunks.size;
  }

  /** A chunk, if it is kept; it counts as seen from now on. */
  get(place: ChunkPlace): Chunk | undefined {
    const key = chunkKey(place);
    const chunk = this.chunks.get(key);
    if (chunk === undefined) return undefined;
    this.chunks.delete(key);
    this.chunks.set(key, chunk);
    return chunk;
  }

  /** Keeps a chunk in the place of an older one, and drops those that were not seen for longest. */
  put(chunk: Chunk): void {
    this.drop(chunkKey(chunk.place));
    this.chunks.set(chunkKey(chunk.place), chunk);
    this.bytes += chunkBytes(chunk);
    for (const key of this.chunks.keys()) {
      if (this.bytes <= this.mostBytes || this.chunks.size === 1) break;
      this.drop(key);
    }
  }

  /** What stands in until the right ones come: kept chunks of the same picture over a stretch, coarsest first. */
  standIns({ layer, quantity, every }: Omit<ChunkPlace, 'index'>, from: number, to: number): Chunk[] {
    return [...this.chunks.values()]
      .filter(({ place }) => place.layer === layer && place.quantity === quantity && place.every !== every)
      .filter((chunk) => chunk.from < to && chunk.to > from)
      .sort((a, b) => b.every - a.every);
  }

  /** Says of every chunk that a newer one is to be asked for; of approximate ones only, if so wished. */
  makeStale(isApproximateOnly = false): void {
    for (const chunk of this.chunks.values()) if (!isApproximateOnly || chunk.isApproximate) chunk.isStale = true;
  }

  clear(): void {
    this.chunks.clear();
    this.bytes = 0;
  }

  private drop(key: string): void {
    const chunk = this.chunks.get(key);
    if (chunk !== undefined) this.bytes -= chunkBytes(chunk);
    this.chunks.delete(key);
  }
}
