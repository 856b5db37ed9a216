/** Kernels that are compiled from the one C source: as a native add-on, or as WebAssembly with or without relaxed SIMD. */
export type KernelName = 'native' | 'wasm' | 'wasm-simd';

/** A stretch of the kernels' memory, zero at first, aligned to 64 bytes. Views stay valid until it is freed. */
export interface Region {
  /** As the kernels' functions take it. */
  readonly address: number;
  readonly bytes: number;
  /** @param address of the first number, within the region */
  floats(address: number, length: number): Float32Array<ArrayBufferLike>;
  doubles(address: number, length: number): Float64Array<ArrayBufferLike>;
  integers(address: number, length: number): Int32Array<ArrayBufferLike>;
}

/** Names of the functions of source/kernels.h, without those that are about the team of threads. */
export type KernelFunction =
  | 'kernels_vector_length'
  | 'network_bytes'
  | 'network_create'
  | 'network_size'
  | 'network_array'
  | 'network_prepare'
  | 'network_update'
  | 'network_square_norm'
  | 'pass_bytes'
  | 'pass_create'
  | 'pass_array'
  | 'pass_stride'
  | 'pass_block'
  | 'pass_drop'
  | 'pass_forward'
  | 'pass_loss'
  | 'pass_learn'
  | 'pass_backward'
  | 'pass_carry'
  | 'pass_reset';

/** Compiled kernels with their memory and threads. */
export interface Kernels {
  readonly name: KernelName;
  /** What they use of the processor, such as "AVX-512", for people. */
  readonly instructions: string;
  /** Threads that share a job, this one included. */
  readonly threads: number;
  /** @throws UserError naming the size asked for, where there is not that much */
  allocate(bytes: number): Region;
  free(region: Region): void;
  /**
   * Calls a function of source/kernels.h; addresses and flags are numbers, the team is put in where it is asked for.
   * @throws UserError where a thread has died: nothing can be computed any more
   */
  call(name: KernelFunction, ...parameters: number[]): number;
  /** Ends the threads; the memory goes with the last view of it. */
  dispose(): void;
}
