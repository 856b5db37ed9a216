import type { Region } from './kernels';

/** A stretch of a buffer whose first byte is that of some address. */
export class BufferRegion implements Region {
  /**
   * @param address of the first byte of the stretch
   * @param buffer where the stretch stands
   * @param offset of its first byte in the buffer
   */
  constructor(
    readonly address: number,
    readonly bytes: number,
    private readonly buffer: () => ArrayBufferLike,
    private readonly offset: number,
  ) {}

  contains(address: number): boolean {
    return address >= this.address && address < this.address + this.bytes;
  }

  floats(address: number, length: number): Float32Array<ArrayBufferLike> {
    return new Float32Array(this.buffer(), this.offsetOf(address, length * 4), length);
  }

  doubles(address: number, length: number): Float64Array<ArrayBufferLike> {
    return new Float64Array(this.buffer(), this.offsetOf(address, length * 8), length);
  }

  integers(address: number, length: number): Int32Array<ArrayBufferLike> {
    return new Int32Array(this.buffer(), this.offsetOf(address, length * 4), length);
  }

  private offsetOf(address: number, bytes: number): number {
    if (address < this.address || address + bytes > this.address + this.bytes)
      throw new RangeError(`${bytes} bytes at ${address} are outside the region.`);
    return this.offset + (address - this.address);
  }
}
