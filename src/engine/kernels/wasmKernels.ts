import type { Worker } from 'node:worker_threads';
import type { UserError } from '../../protocol/userError';
import { answersAddress, checkParameters, forms } from './forms';
import { stackOverflowed, threadStopped } from './kernelProblems';
import type { KernelFunction, Kernels, Region } from './kernels';
import type { Timing } from './timing';
import { WasmMemory } from './wasmMemory';
import { startWasmThread } from './wasmThreads';

/** The functions of source/kernels.h that are about the team. */
interface TeamExports {
  team_bytes(threads: number): number;
  team_create(team: number, threads: number, spins: number, patienceMs: number): void;
  team_leave(team: number, thread: number): void;
  team_stop(team: number): void;
  team_is_broken(team: number): number;
  team_standing(team: number, thread: number, what: number): number;
  team_try(team: number, meetings: number, faulty: number): number;
}

type Exports = TeamExports &
  Record<KernelFunction, (...parameters: number[]) => number | undefined> & { __heap_base: WebAssembly.Global };

/** What the kernels are made of. */
export interface WasmParts extends Timing {
  name: 'wasm' | 'wasm-simd';
  instructions: string;
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  threads: number;
}

const STACK = 256 * 1024;
/** Words below each stack, which grows towards 0, that nothing may write. */
const GUARD = 256;
const UNTOUCHED = 0x5ca1ab1e;

/** Kernels in WebAssembly, on one memory that all threads share. */
export class WasmKernels implements Kernels {
  readonly name: 'wasm' | 'wasm-simd';
  readonly instructions: string;
  readonly threads: number;
  readonly workers: Worker[] = [];
  /** Of threads 1, 2, ...: the words below their stacks. */
  readonly guards: Int32Array[] = [];
  private isBroken = false;
  private isDisposed = false;

  private constructor(
    parts: WasmParts,
    private readonly exports: Exports,
    private readonly memory: WasmMemory,
    private readonly team: number,
  ) {
    this.name = parts.name;
    this.instructions = parts.instructions;
    this.threads = parts.threads;
  }

  /** Starts the module and its threads. @throws Error where a thread does not start */
  static async start(parts: WasmParts): Promise<WasmKernels> {
    const instance = await WebAssembly.instantiate(parts.module, { env: { memory: parts.memory } });
    const exports = instance.exports as unknown as Exports;
    const memory = new WasmMemory(parts.memory, exports.__heap_base.value as number);
    const team = memory.allocate(exports.team_bytes(parts.threads)).address;
    exports.team_create(team, parts.threads, parts.spins, parts.patienceMs);
    const kernels = new WasmKernels(parts, exports, memory, team);
    try {
      await kernels.startThreads(parts);
    } catch (error) {
      kernels.dispose();
      throw error;
    }
    return kernels;
  }

  allocate(bytes: number): Region {
    return this.memory.allocate(bytes);
  }

  free(region: Region): void {
    this.memory.free(region);
  }

  call(name: KernelFunction, ...parameters: number[]): number {
    if (this.isBroken) throw this.stopped();
    checkParameters(name, parameters, (address) => this.memory.isInside(address));
    const usesTeam = forms[name].startsWith('t');
    const result = this.guarded(() => this.exports[name](...(usesTeam ? [this.team] : []), ...parameters) ?? 0);
    return answersAddress.has(name) ? result >>> 0 : result;
  }

  /** Lets all threads meet and part again. @param faulty the thread that breaks down meanwhile, for tests */
  meet(faulty = -1): number {
    if (this.isBroken) throw this.stopped();
    return this.guarded(() => this.exports.team_try(this.team, 3, faulty));
  }

  dispose(): void {
    this.isBroken = this.isDisposed = true;
    this.exports.team_stop(this.team);
  }

  private async startThreads({ module, memory, threads }: WasmParts): Promise<void> {
    const starting = Array.from({ length: threads - 1 }, async (_, i) => {
      const below = this.memory.allocate(4 * GUARD + STACK);
      const stack = below.address + below.bytes;
      this.guards[i] = below.integers(below.address, GUARD).fill(UNTOUCHED) as Int32Array;
      const worker = await startWasmThread({ module, memory, stack, team: this.team, thread: i + 1 });
      worker.once('error', () => this.lose(i + 1));
      worker.once('exit', () => this.lose(i + 1));
      this.workers.push(worker);
    });
    await Promise.all(starting);
  }

  private lose(thread: number): void {
    this.isBroken = true;
    this.exports.team_leave(this.team, thread);
  }

  /** Does a job; where this thread breaks down the others wait no longer, and nothing more is computed. */
  private guarded(job: () => number): number {
    let result: number;
    try {
      result = job();
    } catch (error) {
      this.lose(0);
      throw error;
    }
    this.isBroken = this.exports.team_is_broken(this.team) !== 0;
    if (this.isBroken) throw this.stopped();
    this.checkGuards();
    return result;
  }

  private stopped(): UserError {
    return threadStopped(this.isDisposed ? 0 : this.threads, (thread, what) =>
      this.exports.team_standing(this.team, thread, what),
    );
  }

  /** @throws UserError where a stack has grown over its end: what stands below it is then worth nothing */
  private checkGuards(): void {
    const overflowed = this.guards.findIndex((guard) => guard.some((word) => word !== UNTOUCHED));
    if (overflowed < 0) return;
    this.lose(overflowed + 1);
    throw stackOverflowed(overflowed + 1);
  }
}
