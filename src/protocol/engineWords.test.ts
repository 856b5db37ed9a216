import { describe, expect, it } from 'vitest';
import { engineWords } from './engineWords';

const embedded = { name: 'embedded', backend: 'none' } as const;

describe('what computed a run is told', () => {
  it.each([
    [{ ...embedded, kernels: 'native', instructions: 'AVX-512', threads: 2 }, 'native kernels (AVX-512), 2 threads'],
    [{ ...embedded, kernels: 'wasm-simd', instructions: 'SIMD', threads: 1 }, 'WebAssembly kernels (SIMD), 1 thread'],
    [{ ...embedded, kernels: 'wasm', threads: 4 }, 'WebAssembly kernels, 4 threads'],
    [{ ...embedded, backend: 'wasm', kernels: 'reference', threads: 1 }, 'TensorFlow.js on WebAssembly, 1 thread'],
    [{ ...embedded, backend: 'cpu', kernels: 'reference', threads: 1 }, 'TensorFlow.js in plain JavaScript, 1 thread'],
    [
      { name: 'tensorflow', backend: 'tensorflow', kernels: 'reference', threads: 1 },
      'TensorFlow.js on native TensorFlow, 1 thread',
    ],
    [
      { name: 'tensorflow', backend: 'tensorflow', version: '2.21.0', kernels: 'reference', threads: 2 },
      'TensorFlow.js on native TensorFlow 2.21.0, 2 threads',
    ],
    [
      { name: 'tensorflow', backend: 'tensorflow', kernels: 'native', threads: 2 },
      'native kernels with native TensorFlow, 2 threads',
    ],
  ] as const)('%o: %s', (engine, words) => expect(engineWords(engine)).toBe(words));
});
