import { engine, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { describeEngines, startEngine } from './engine';

const isSentence = /^[A-Z].*\.$/s;

const product = () => tidy(() => [...matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).dataSync()] as never) as number[];

afterEach(() => vi.restoreAllMocks());

describe('the engine', () => {
  it('is the embedded one on WebAssembly, in silence and without handlers left on the process', async () => {
    const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    const handlers = () => ['uncaughtException', 'unhandledRejection'].map((event) => process.listenerCount(event));
    const before = handlers();
    const record = await startEngine({ engine: 'auto', kernels: 'auto' });
    expect(record).toEqual({ name: 'embedded', backend: 'wasm', kernels: 'reference', threads: 1, reason: undefined });
    expect(engine().backendName).toBe('wasm');
    expect(product()).toEqual([11]);
    expect(handlers()).toEqual(before);
    expect(written.flatMap((stream) => stream.mock.calls)).toEqual([]);
  });

  it('is native TensorFlow where that is asked for and loads, else the embedded one with one sentence why', async () => {
    const record = await startEngine({ engine: 'tensorflow', kernels: 'auto' });
    if (record.name === 'embedded') expect(record.reason).toMatch(isSentence);
    else expect(record.reason).toBeUndefined();
    expect(engine().backendName).toBe(record.backend);
    expect(product()).toEqual([11]);
  });

  it('can be described without being changed', async () => {
    await startEngine({ engine: 'embedded', kernels: 'auto' });
    const [embedded, tensorflow] = await describeEngines();
    expect(embedded).toMatchObject({ name: 'embedded', isAvailable: true });
    expect(tensorflow!.name).toBe('tensorflow');
    for (const { sentence } of [embedded!, tensorflow!]) expect(sentence).toMatch(isSentence);
    expect(engine().backendName).toBe('wasm');
  });
});
