import { engine, matMul, tensor2d, tidy } from '@tensorflow/tfjs-core';
import { afterEach, expect, it, vi } from 'vitest';
import { startEngine } from './engine';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('plain JavaScript computes where WebAssembly cannot start, and the record says so in silence', async () => {
  const written = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
  vi.stubGlobal('WebAssembly', undefined);
  const record = await startEngine({ engine: 'embedded', kernels: 'wasm' });
  expect(record).toMatchObject({ name: 'embedded', backend: 'cpu' });
  expect(record.reason).toMatch(/^No WebAssembly kernels.*WebAssembly did not start here/);
  expect(engine().backendName).toBe('cpu');
  expect(tidy(() => matMul(tensor2d([[1, 2]]), tensor2d([[3], [4]])).dataSync()[0] as never)).toBe(11);
  expect(written.flatMap((stream) => stream.mock.calls)).toEqual([]);
});
