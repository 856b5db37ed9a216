import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { kernelsDirectory } from './kernelFiles';
import type { Addon } from './nativeKernels';
import { openKernels, type KernelsChoice } from './openKernels';
import { probes } from './probes';
import { runTrial, trial } from './selfTest';

const manifest = JSON.parse(readFileSync(join(kernelsDirectory(), 'manifest.json'), 'utf8')) as {
  files: Record<string, string>;
};
const hasNative = 'native.node' in manifest.files;
const hasRelaxed = probes.simd() === 'relaxed';

/** Opens kernels and disposes them after a look at them. */
async function open(...parameters: Parameters<typeof openKernels>) {
  const { kernels, reasons } = await openKernels(...parameters);
  kernels?.dispose();
  return { name: kernels?.name, threads: kernels?.threads, reasons };
}

/** A copy of the kernels with one file changed, which the manifest approves unless it is told not to. */
async function withChanged<T>(
  name: string,
  change: (content: Buffer) => Buffer,
  isListed: boolean,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'unroll-kernels-'));
  try {
    await cp(kernelsDirectory(), directory, { recursive: true });
    const changed = change(await readFile(join(directory, name)));
    await writeFile(join(directory, name), changed);
    const sum = createHash('sha256').update(changed).digest('hex');
    const files = { ...manifest.files, ...(isListed ? { [name]: sum } : {}) };
    await writeFile(join(directory, 'manifest.json'), JSON.stringify({ files }));
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

it.runIf(hasNative)('the native kernels open where they were built, with nothing to say', async () => {
  expect(await open('native', 2)).toEqual({ name: 'native', threads: 2, reasons: [] });
  expect(await open('auto', 1)).toEqual({ name: 'native', threads: 1, reasons: [] });
});

it('plain SIMD opens where it is asked for', async () => {
  expect(await open('wasm-simd', 2)).toEqual({ name: 'wasm-simd', threads: 2, reasons: [] });
});

it('without relaxed SIMD the best WebAssembly there is opens, and says so', async () => {
  const { name, reasons } = await open('wasm', 2, { probes: { ...probes, simd: () => 'simd' } });
  expect(name).toBe('wasm-simd');
  expect(reasons).toEqual([expect.stringMatching(/relaxed SIMD: This Node .* cannot; Node 22 can\./)]);
});

it.runIf(hasRelaxed)('relaxed SIMD opens on a Node that has it', async () => {
  expect(await open('wasm', 2)).toEqual({ name: 'wasm', threads: 2, reasons: [] });
});

it('without SIMD there are no kernels, and reasons say why', async () => {
  const { name, reasons } = await open('wasm', 2, { probes: { ...probes, simd: () => 'none' } });
  expect(name).toBeUndefined();
  expect(reasons).toHaveLength(3);
  for (const reason of reasons) expect(reason).toContain('WebAssembly has no SIMD here.');
});

it('without shared memory one thread computes, and says so', async () => {
  const alone = { ...probes, sharesMemory: () => false };
  const { name, threads, reasons } = await open('wasm-simd', 4, { probes: alone });
  expect([name, threads]).toEqual(['wasm-simd', 1]);
  expect(reasons.join(' ')).toContain('Memory cannot be shared between threads here. Only one thread computes.');
});

it('without kernels in the folder there are none, and reasons say where they should be', async () => {
  const { name, reasons } = await open('wasm-simd', 2, { directory: '/nowhere' });
  expect(name).toBeUndefined();
  for (const reason of reasons) expect(reason).toContain('The folder /nowhere has no readable manifest.json.');
});

it('where no add-on was built, the reason of the build is said', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'unroll-kernels-'));
  await writeFile(join(directory, 'manifest.json'), JSON.stringify({ files: {}, noNative: 'There was no compiler.' }));
  const { reasons } = await open('native', 1, { directory });
  await rm(directory, { recursive: true });
  expect(reasons[0]).toBe('No native kernels: There was no compiler.');
});

it('a WASM file that is damaged is not opened', async () => {
  await withChanged(
    'simd.wasm',
    (content) => content.subarray(0, 5000),
    false,
    async (directory) => {
      const { name, threads, reasons } = await open('wasm-simd', 2, { directory });
      expect([name, threads]).toEqual(['wasm-simd', 1]);
      expect(reasons[0]).toContain('The file simd.wasm is damaged.');
    },
  );
});

describe.runIf(hasNative)('a native binary that is no good gives way to WebAssembly', () => {
  const fallsBack = async (directory: string, reason: RegExp, more = probes) => {
    const { name, threads, reasons } = await open('native', 2, { directory, probes: more });
    expect(name).toMatch(/^wasm/);
    expect(threads).toBe(2);
    expect(reasons[0]).toMatch(reason);
  };

  it('because the manifest does not know it', () =>
    withChanged(
      'native.node',
      (content) => content.subarray(0, content.length / 2),
      false,
      (directory) => fallsBack(directory, /^No native kernels: The file native.node is damaged\.$/),
    ));

  it.runIf(process.platform === 'linux')('because it is for another machine', () =>
    withChanged(
      'native.node',
      (content) => {
        content[18] = content[18] === 183 ? 62 : 183; // the processor in an ELF header
        return content;
      },
      true,
      (directory) => fallsBack(directory, /^No native kernels: .+\.$/),
    ),
  );

  it('because it is no binary at all', () =>
    withChanged(
      'native.node',
      () => Buffer.from('hello'),
      true,
      (directory) => fallsBack(directory, /^No native kernels: .+\.$/),
    ));

  /** The real add-on with something in it that is not as it should be. */
  const withAddon = (change: (addon: Addon) => Partial<Addon>) => ({
    ...probes,
    loadAddon: (path: string) => {
      const addon = probes.loadAddon(path);
      return { ...addon, ...change(addon) };
    },
  });

  it('because its self-test is off', () => {
    const wrong = withAddon((addon) => ({
      call: (team, place, ...numbers) => {
        const isLoss = addon.functions()[2 * place] === 'pass_learn';
        return addon.call(team, place, ...numbers) + (isLoss ? 0.01 : 0);
      },
    }));
    return fallsBack(kernelsDirectory(), /Their numbers are wrong here \(loss in a short test\)\.$/, wrong);
  });

  it('because the processor has none of its instructions', () =>
    fallsBack(
      kernelsDirectory(),
      /This processor has no AVX2\.$/,
      withAddon(() => ({ instructions: () => [] })),
    ));

  it('because it is of another version', () =>
    fallsBack(
      kernelsDirectory(),
      /It is of another version\.$/,
      withAddon(() => ({ functions: () => ['a', 'b'] })),
    ));
});

it.each(['native', 'wasm', 'wasm-simd'] as KernelsChoice[])(
  '%s: any number of threads computes the same, more than there are cores too',
  async (choice) => {
    const results = [];
    for (const threads of [1, 3, availableParallelism() + 2]) {
      const { kernels } = await openKernels(choice, threads);
      results.push(trial.shapes.map((shape) => runTrial(kernels!, shape)));
      kernels!.dispose();
    }
    for (const result of results) expect(result).toEqual(results[0]);
  },
);

it('memory beyond what there is, is refused with its size', async () => {
  for (const choice of ['native', 'wasm-simd'] as const) {
    const { kernels } = await openKernels(choice, 1);
    expect(() => kernels!.allocate(2 ** 52)).toThrow(UserError);
    expect(() => kernels!.allocate(2 ** 52)).toThrow(/need 4,504 TB of memory/);
    kernels!.dispose();
  }
});

it('a number of threads that cannot be is refused', async () => {
  for (const threads of [0, 65, 1.5, NaN]) await expect(openKernels('auto', threads)).rejects.toThrow(RangeError);
});
