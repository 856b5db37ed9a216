import { describe } from 'vitest';
import type { Kernels } from '../kernels';
import { openKernels, type KernelsChoice } from '../openKernels';
import { probes, type Probes } from '../probes';

/** Kernels as this machine opens them, or why it does not. */
export interface Target {
  name: string;
  /** Of the kernels' folder. */
  file: string;
  kernels?: Kernels;
  reasons: string[];
}

/** A build of the kernels: what is asked for, and what is kept from it. */
interface Build {
  choice: KernelsChoice;
  file: string;
  name: string;
  threads: number;
  probes?: Probes;
}

/** An add-on as a processor with only the last of its instruction sets sees it. */
const simplestNative: Probes = {
  ...probes,
  loadAddon(path) {
    const addon = probes.loadAddon(path);
    const last = addon.instructions().length - 1;
    return {
      instructions: () => addon.instructions().slice(last),
      start: (_, ...timing) => addon.start(last, ...timing),
      functions: () => addon.functions(),
      address: (buffer) => addon.address(buffer),
      call: (...parameters) => addon.call(...parameters),
      stop: (team) => addon.stop(team),
    };
  },
};

const builds: Build[] = [
  { choice: 'native', file: 'native.node', name: 'the best native kernels', threads: 2 },
  { choice: 'native', file: 'native.node', name: 'the simplest native kernels', threads: 2, probes: simplestNative },
  { choice: 'wasm', file: 'relaxed.wasm', name: 'WebAssembly with relaxed SIMD', threads: 2 },
  { choice: 'wasm-simd', file: 'simd.wasm', name: 'WebAssembly with SIMD', threads: 2 },
  {
    choice: 'wasm-simd',
    file: 'single.wasm',
    name: 'WebAssembly without threads',
    threads: 1,
    probes: { ...probes, sharesMemory: () => false },
  },
];

/** Of which kind alone, where not all are to be tested: sanitizers see nothing of WebAssembly. */
const { UNROLL_KERNELS_TESTED: tested } = process.env;

/** Every build of the kernels that opens here; the others say why not. @param threads by default as the build has them */
export async function openTargets(threads?: number): Promise<Target[]> {
  const targets: Target[] = [];
  for (const { choice, file, name, ...build } of builds) {
    if (tested !== undefined && choice !== tested) continue;
    const most = build.threads === 1 ? 1 : (threads ?? build.threads);
    const { kernels, reasons } = await openKernels(choice, most, { probes: build.probes });
    const isOther = kernels?.name !== choice;
    if (isOther) kernels?.dispose();
    targets.push({ name, file, reasons, kernels: isOther ? undefined : kernels });
  }
  return targets;
}

/** Tests of each target; where one does not open, the title says why. */
export function describeTargets(targets: Target[], tests: (kernels: Kernels) => void): void {
  for (const { name, kernels, reasons } of targets) {
    if (kernels) describe(name, () => tests(kernels));
    else describe.skip(`${name} (skipped: ${reasons.join(' ')})`, () => tests(undefined as never));
  }
}
