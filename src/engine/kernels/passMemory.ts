import { passArrays, type PassArray } from './codes';
import type { KernelFunction, Region } from './kernels';
import type { PassNetwork } from './passTypes';
import type { Rows } from './rows';

/** The arrays of a pass as they lie in the kernels' memory. */
export class PassMemory {
  private readonly region: Region;
  private readonly made = new Map<number, Rows>();
  private isDisposed = false;

  /** @throws UserError where there is not so much memory */
  constructor(
    private readonly network: PassNetwork,
    private readonly batch: number,
    window: number,
    flags: number,
  ) {
    const { kernels, address } = network;
    this.region = kernels.allocate(kernels.call('pass_bytes', address, batch, window, flags));
    kernels.call('pass_create', this.region.address, address, batch, window, flags);
  }

  /** Calls a function about this pass. */
  call(name: KernelFunction, ...parameters: number[]): number {
    if (this.isDisposed) throw new Error('the pass is disposed of');
    return this.network.kernels.call(name, this.region.address, ...parameters);
  }

  /** A view of `times` * batch rows, made once. */
  rows(which: PassArray, layer: number, times: number, columns: number): Rows {
    const key = passArrays[which] + layer * 16;
    const known = this.made.get(key);
    if (known && !this.isDisposed) return known;
    const address = this.addressOf(which, layer);
    const [rows, stride] = [times * this.batch, this.call('pass_stride', passArrays[which], layer)];
    const made = { data: this.region.floats(address, rows * stride), offset: 0, stride, rows, columns };
    this.made.set(key, made);
    return made;
  }

  integers(which: PassArray, length: number): Int32Array {
    return this.region.integers(this.addressOf(which, 0), length);
  }

  doubles(which: PassArray, layer: number, length: number): Float64Array {
    return this.region.doubles(this.addressOf(which, layer), length);
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.network.kernels.free(this.region);
  }

  private addressOf(which: PassArray, layer: number): number {
    const address = this.call('pass_array', passArrays[which], layer);
    if (address === 0) throw new RangeError(`this pass keeps no ${which}`);
    return address;
  }
}
