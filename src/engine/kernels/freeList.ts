/** Gives out stretches of memory from `begin` to `end`: the first that is large enough, joined again when given back. */
export class FreeList {
  /** What is free, in ascending order; no two touch each other. */
  private readonly free: { begin: number; end: number }[] = [];
  private readonly taken = new Map<number, number>();

  constructor(
    begin: number,
    private end: number,
    private readonly alignment = 64,
  ) {
    const first = Math.ceil(begin / alignment) * alignment;
    if (first < end) this.free.push({ begin: first, end });
  }

  /** The address of a stretch of so many bytes, or undefined where none is free. */
  take(bytes: number): number | undefined {
    const size = this.sizeOf(bytes);
    const place = this.free.findIndex(({ begin, end }) => end - begin >= size);
    const stretch = this.free[place];
    if (!stretch) return undefined;
    const { begin } = stretch;
    if (stretch.end - begin === size) this.free.splice(place, 1);
    else stretch.begin += size;
    this.taken.set(begin, size);
    return begin;
  }

  /** Takes a stretch back. @throws RangeError where it was not given out, or was given back before */
  give(address: number): void {
    const size = this.taken.get(address);
    if (size === undefined) throw new RangeError(`No memory was given out at ${address}.`);
    this.taken.delete(address);
    this.insert(address, address + size);
  }

  /** The memory now ends later. */
  extend(end: number): void {
    this.insert(this.end, end);
    this.end = end;
  }

  /** Bytes by which the memory must grow for a stretch of so many bytes to be free at its end. */
  missing(bytes: number): number {
    const last = this.free.at(-1);
    const atEnd = last?.end === this.end ? last.end - last.begin : 0;
    return Math.max(0, this.sizeOf(bytes) - atEnd);
  }

  private sizeOf(bytes: number): number {
    return Math.max(1, Math.ceil(bytes / this.alignment)) * this.alignment;
  }

  private insert(begin: number, end: number): void {
    const after = this.free.findIndex((stretch) => stretch.begin > begin);
    const place = after < 0 ? this.free.length : after;
    const [previous, next] = [this.free[place - 1], this.free[place]];
    const joinsPrevious = previous?.end === begin;
    const joinsNext = next?.begin === end;
    if (joinsPrevious && joinsNext) {
      previous.end = next.end;
      this.free.splice(place, 1);
    } else if (joinsPrevious) previous.end = end;
    else if (joinsNext) next.begin = begin;
    else this.free.splice(place, 0, { begin, end });
  }
}
