import * as l10n from '@vscode/l10n';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { kernelsDirectory, readKernelFile } from './kernelFiles';
import type { Kernels } from './kernels';
import { NativeKernels } from './nativeKernels';
import { probes as realProbes, type Probes } from './probes';
import { selfTest } from './selfTest';
import { timing } from './timing';
import { WasmKernels } from './wasmKernels';
import { plainMemory, sharedMemory } from './wasmMemory';

/** Which kernels are asked for; auto: the fastest that there are. */
export type KernelsChoice = 'auto' | 'native' | 'wasm' | 'wasm-simd';

/** Kernels, with a sentence for each that was tried before them, or for why there are none. */
export interface OpenedKernels {
  kernels?: Kernels;
  reasons: string[];
}

/** What to open, from where. */
interface Opening {
  directory: string;
  threads: number;
  probes: Probes;
}

type Open = (opening: Opening) => Promise<Kernels>;
type Build = 'native' | 'relaxed' | 'simd' | 'single';

/** The builds in the order in which they are tried. */
const ladders: Record<KernelsChoice, Build[]> = {
  auto: ['native', 'relaxed', 'simd', 'single'],
  native: ['native', 'relaxed', 'simd', 'single'],
  wasm: ['relaxed', 'simd', 'single'],
  'wasm-simd': ['simd', 'single'],
};

const opens: Record<Build, Open> = {
  native: openNative,
  relaxed: (opening) => openShared('relaxed', opening),
  simd: (opening) => openShared('simd', opening),
  single: openSingle,
};

const titles: Record<Build, () => string> = {
  native: () => l10n.t('native kernels'),
  relaxed: () => l10n.t('WebAssembly kernels with relaxed SIMD'),
  simd: () => l10n.t('WebAssembly kernels'),
  single: () => l10n.t('WebAssembly kernels for one thread'),
};

/**
 * Opens the best kernels that there are of what is asked for.
 * @param threads how many share a job, 1 to 64; as many as there are cores by default
 */
export async function openKernels(
  choice: KernelsChoice,
  threads = availableParallelism(),
  { directory = kernelsDirectory(), probes = realProbes }: Partial<Opening> = {},
): Promise<OpenedKernels> {
  if (!Number.isInteger(threads) || threads < 1 || threads > 64)
    throw new RangeError(`There cannot be ${threads} threads.`);
  const reasons: string[] = [];
  for (const build of ladders[choice]) {
    try {
      const kernels = tested(await opens[build]({ directory, threads, probes }));
      if (kernels.threads < threads) reasons.push(l10n.t('Only one thread computes.'));
      return { kernels, reasons };
    } catch (error) {
      reasons.push(l10n.t('No {0}: {1}', titles[build](), sentence(error)));
    }
  }
  return { reasons };
}

/** Kernels that have passed the self-test. */
function tested(kernels: Kernels): Kernels {
  try {
    selfTest(kernels);
    return kernels;
  } catch (error) {
    kernels.dispose();
    throw error;
  }
}

function sentence(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return /[.!?]$/.test(line) ? line : `${line}.`;
}

async function openNative({ directory, threads, probes }: Opening): Promise<Kernels> {
  await readKernelFile(directory, 'native.node');
  const addon = probes.loadAddon(join(directory, 'native.node'));
  return new NativeKernels(addon, placeOf(addon.instructions()), threads, timing('native', threads));
}

/** Which instruction set computes: the best, or the one in UNROLL_KERNELS_INSTRUCTIONS, such as AVX2. */
function placeOf(instructions: string[]): number {
  const wanted = process.env.UNROLL_KERNELS_INSTRUCTIONS?.toLowerCase();
  const place = wanted ? instructions.findIndex((name) => name.toLowerCase() === wanted) : 0;
  if (instructions[place]) return place;
  throw new Error(l10n.t('This processor has no {0}.', wanted?.toUpperCase() ?? 'AVX2'));
}

async function openShared(build: 'relaxed' | 'simd', { directory, threads, probes }: Opening): Promise<Kernels> {
  requireSimd(build, probes);
  if (!probes.sharesMemory()) throw new Error(l10n.t('Memory cannot be shared between threads here.'));
  return WasmKernels.start({
    name: build === 'relaxed' ? 'wasm' : 'wasm-simd',
    instructions: build === 'relaxed' ? 'relaxed SIMD' : 'SIMD',
    module: await WebAssembly.compile(await readKernelFile(directory, `${build}.wasm`)),
    memory: sharedMemory(),
    threads,
    ...timing('wasm', threads),
  });
}

async function openSingle({ directory, probes }: Opening): Promise<Kernels> {
  requireSimd('simd', probes);
  return WasmKernels.start({
    name: 'wasm-simd',
    instructions: 'SIMD',
    module: await WebAssembly.compile(await readKernelFile(directory, 'single.wasm')),
    memory: plainMemory(),
    threads: 1,
    ...timing('wasm', 1),
  });
}

function requireSimd(wanted: 'relaxed' | 'simd', probes: Probes): void {
  const found = probes.simd();
  if (found === 'none') throw new Error(l10n.t('WebAssembly has no SIMD here.'));
  if (wanted === 'relaxed' && found === 'simd')
    throw new Error(l10n.t('This Node ({0}) cannot; Node 22 can.', process.version));
}
