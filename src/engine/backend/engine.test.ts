import { engine, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { availableParallelism } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openKernels } from '../kernels/openKernels';
import { describeEngines, startEngine } from './engine';
import { engineKernels } from './engineKernels';

vi.mock('../kernels/openKernels', async (original) => {
  const { openKernels: real } = await original<{ openKernels: typeof openKernels }>();
  return { openKernels: vi.fn(real) };
});

const isSentence = /^[A-Z].*\.$/s;

const product = () => tidy(() => [...matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).dataSync()] as never) as number[];

afterEach(() => vi.restoreAllMocks());

describe('the engine', () => {
  it('is kernels on all cores, and TensorFlow.js is not started for it', async () => {
    const record = await startEngine({ engine: 'auto', kernels: 'auto' });
    expect(record).toMatchObject({ name: 'embedded', backend: 'none', threads: availableParallelism() });
    expect(record.kernels).toMatch(/^(native|wasm|wasm-simd)$/);
    expect(record.instructions).toBe(engineKernels()?.instructions);
    expect(engine().backendName ?? '').toBe('');
  });

  it('has the kernels and threads that are asked for, and opens them once', async () => {
    const wish = { engine: 'embedded', kernels: 'wasm-simd', threads: 3 } as const;
    expect(await startEngine(wish)).toMatchObject({ kernels: 'wasm-simd', threads: 3, reason: undefined });
    const first = engineKernels();
    await startEngine({ ...wish, threads: 1 });
    expect(engineKernels()).toMatchObject({ threads: 1 });
    await startEngine(wish);
    expect(engineKernels()).toBe(first);
  });

  it('takes any number of threads for one that can be, and refuses kernels that are none', async () => {
    const wish = { engine: 'embedded', kernels: 'wasm-simd' } as const;
    expect(await startEngine({ ...wish, threads: -3 })).toMatchObject({ threads: 1 });
    expect(await startEngine({ ...wish, threads: 2.5 })).toMatchObject({ threads: 2 });
    expect(await startEngine({ ...wish, threads: NaN })).toMatchObject({ threads: availableParallelism() });
    await expect(startEngine({ ...wish, kernels: 'cuda' as never })).rejects.toThrow('There are no kernels "cuda".');
  });

  it('opens its kernels anew where they have died', async () => {
    const wish = { engine: 'embedded', kernels: 'wasm-simd', threads: 1 } as const;
    await startEngine(wish);
    const first = engineKernels()!;
    first.dispose();
    await startEngine(wish);
    expect(engineKernels()).not.toBe(first);
    expect(engineKernels()!.call('kernels_vector_length')).toBeGreaterThan(0);
  });

  it('is TensorFlow.js on WebAssembly where there are no kernels, and says why', async () => {
    vi.mocked(openKernels).mockResolvedValueOnce({
      reasons: ['No native kernels: none.', 'No WebAssembly kernels: none.'],
    });
    const record = await startEngine({ engine: 'embedded', kernels: 'auto', threads: 2 });
    expect(record).toEqual({
      name: 'embedded',
      backend: 'wasm',
      kernels: 'reference',
      threads: 1,
      reason: 'No native kernels: none. No WebAssembly kernels: none. TensorFlow.js operations compute in one thread.',
    });
    expect(engineKernels()).toBeUndefined();
    expect(product()).toEqual([11]);
  });

  it('is that too where it is asked for, in silence and without handlers left on the process', async () => {
    const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const handlers = () => ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event));
    const before = handlers();
    const record = await startEngine({ engine: 'embedded', kernels: 'reference' });
    expect(record).toEqual({ name: 'embedded', backend: 'wasm', kernels: 'reference', threads: 1, reason: undefined });
    expect(engine().backendName).toBe('wasm');
    expect(product()).toEqual([11]);
    expect(handlers()).toEqual(before);
    expect(written.flatMap((stream) => stream.mock.calls)).toEqual([]);
  });

  it('is native TensorFlow where that is asked for and loads, else the embedded one with one sentence why', async () => {
    const record = await startEngine({ engine: 'tensorflow', kernels: 'auto' });
    if (record.name === 'embedded') expect(record.reason).toMatch(isSentence);
    else expect(record).toMatchObject({ backend: 'tensorflow', kernels: 'reference', reason: undefined });
    expect(engineKernels() === undefined).toBe(record.name === 'tensorflow');
    expect(record.version).toEqual(record.name === 'tensorflow' ? expect.stringMatching(/^2\./) : undefined);
  });

  it('can be described without being changed', async () => {
    await startEngine({ engine: 'embedded', kernels: 'reference' });
    const [embedded, tensorflow] = await describeEngines();
    expect(embedded).toMatchObject({ name: 'embedded', isAvailable: true });
    expect(embedded!.sentence).toContain('kernels');
    expect(tensorflow!.name).toBe('tensorflow');
    for (const { sentence } of [embedded!, tensorflow!]) expect(sentence).toMatch(isSentence);
    expect(engine().backendName).toBe('wasm');
    expect(engineKernels()).toBeUndefined();
  });
});
