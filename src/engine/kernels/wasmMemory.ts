import { FreeList } from './freeList';
import { notEnoughMemory } from './kernelProblems';
import type { Region } from './kernels';
import { BufferRegion } from './region';

const PAGE = 65536;
const MOST_PAGES = 65536;
const FIRST_PAGES = 64;
/** Where only so much address space may be reserved. */
const maxima = [MOST_PAGES, MOST_PAGES / 2, MOST_PAGES / 4, MOST_PAGES / 8, MOST_PAGES / 16];

/** Makes memory that grows and can be shared, as large as the system lets it become. */
export function sharedMemory(make = newMemory): WebAssembly.Memory {
  return firstThatWorks((maximum) => make({ initial: FIRST_PAGES, maximum, shared: true }));
}

/**
 * Makes memory for one thread. It is all there from the beginning, for growing would take the views of it away; the
 * system gives what is behind it only when it is written.
 */
export function plainMemory(make = newMemory): WebAssembly.Memory {
  return firstThatWorks((pages) => make({ initial: pages / 2, maximum: pages / 2 }));
}

function newMemory(descriptor: WebAssembly.MemoryDescriptor): WebAssembly.Memory {
  return new WebAssembly.Memory(descriptor);
}

function firstThatWorks(make: (pages: number) => WebAssembly.Memory): WebAssembly.Memory {
  for (const pages of maxima.slice(0, -1)) {
    try {
      return make(pages);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return make(maxima.at(-1)!);
}

/** The memory of a WebAssembly module beyond its own part of it, in regions. */
export class WasmMemory {
  private readonly list: FreeList;
  private readonly regions = new Map<Region, BufferRegion>();
  /** From here on no byte was ever given out. */
  private firstUnused = 0;

  /** @param heapBase the first address that is not the module's own */
  constructor(
    readonly memory: WebAssembly.Memory,
    heapBase: number,
  ) {
    this.list = new FreeList(heapBase, memory.buffer.byteLength);
  }

  /** @throws UserError naming the size asked for, where there is not that much */
  allocate(bytes: number): Region {
    const address = this.list.take(bytes) ?? this.takeAfterGrowth(bytes);
    const region = new BufferRegion(address, bytes, () => this.memory.buffer, address);
    this.clear(address, bytes);
    this.regions.set(region, region);
    return region;
  }

  /** @throws RangeError where the region is none of this memory, or was freed before */
  free(region: Region): void {
    if (!this.regions.delete(region)) throw new RangeError('The region is none of these kernels.');
    this.list.give(region.address);
  }

  isInside(address: number): boolean {
    for (const region of this.regions.values()) if (region.contains(address)) return true;
    return false;
  }

  /** Makes zero what was given out before; what never was is zero, and touching it would make it real. */
  private clear(address: number, bytes: number): void {
    const used = Math.min(bytes, Math.max(0, this.firstUnused - address));
    new Uint8Array(this.memory.buffer, address, used).fill(0);
    this.firstUnused = Math.max(this.firstUnused, address + bytes);
  }

  private takeAfterGrowth(bytes: number): number {
    try {
      this.memory.grow(Math.ceil(this.list.missing(bytes) / PAGE));
    } catch {
      throw notEnoughMemory(bytes);
    }
    this.list.extend(this.memory.buffer.byteLength);
    return this.list.take(bytes)!;
  }
}
