import { constants } from 'node:os';
import process from 'node:process';
import type { Addon } from './nativeKernels';

/** What this process offers to kernels. Tests put others in its place. */
export interface Probes {
  /** Vectors in WebAssembly: none, of fixed meaning, or with fused multiply-add. */
  simd(): 'none' | 'simd' | 'relaxed';
  /** Whether memory can be shared with other threads. */
  sharesMemory(): boolean;
  /** Loads an add-on. @throws Error where it does not load */
  loadAddon(path: string): Addon;
}

/** Modules of one function: i8x16.popcnt, and i8x16.relaxed_swizzle. */
const simdModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);
const relaxedModule = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15, 253, 128, 2, 11],
);

/** What this process really offers. */
export const probes: Probes = {
  simd() {
    if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(simdModule)) return 'none';
    return WebAssembly.validate(relaxedModule) ? 'relaxed' : 'simd';
  },
  sharesMemory: () => typeof SharedArrayBuffer !== 'undefined',
  loadAddon(path) {
    const module = { exports: {} };
    process.dlopen(module, path, constants.dlopen.RTLD_NOW);
    return module.exports as Addon;
  },
};
