import type { Worker } from 'node:worker_threads';
import { answersAddress, checkParameters, forms } from './forms';
import { threadStopped } from './kernelProblems';
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

/** Kernels in WebAssembly, on one memory that all threads share. */
export class WasmKernels implements Kernels {
  readonly name: 'wasm' | 'wasm-simd';
  readonly instructions: string;
  readonly threads: number;
  readonly workers: Worker[] = [];
  private isBroken = false;

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
    if (this.isBroken) throw threadStopped();
    checkParameters(name, parameters, (address) => this.memory.isInside(address));
    const usesTeam = forms[name].startsWith('t');
    const result = this.guarded(() => this.exports[name](...(usesTeam ? [this.team] : []), ...parameters) ?? 0);
    return answersAddress.has(name) ? result >>> 0 : result;
  }

  /** Lets all threads meet and part again. @param faulty the thread that breaks down meanwhile, for tests */
  meet(faulty = -1): number {
    if (this.isBroken) throw threadStopped();
    return this.guarded(() => this.exports.team_try(this.team, 3, faulty));
  }

  dispose(): void {
    this.isBroken = true;
    this.exports.team_stop(this.team);
  }

  private async startThreads({ module, memory, threads }: WasmParts): Promise<void> {
    const starting = Array.from({ length: threads - 1 }, async (_, i) => {
      const stack = this.memory.allocate(STACK).address + STACK;
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
    if (this.isBroken) throw threadStopped();
    return result;
  }
}
