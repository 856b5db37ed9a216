import { expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { kernelsDirectory, readKernelFile } from './kernelFiles';
import { sharedMemory } from './wasmMemory';
import { WasmKernels } from './wasmKernels';

const module = await WebAssembly.compile(await readKernelFile(kernelsDirectory(), 'simd.wasm'));

const start = (threads: number, patienceMs = 60_000): Promise<WasmKernels> =>
  WasmKernels.start({
    ...{ name: 'wasm-simd', instructions: 'SIMD', module, memory: sharedMemory(), threads, spins: 100, patienceMs },
  });

it('all threads come to every meeting, however many they are', async () => {
  for (const threads of [1, 2, 4, 7]) {
    const kernels = await start(threads);
    for (let i = 0; i < 20; i++) expect(kernels.meet()).toBe(threads);
    kernels.dispose();
  }
});

it('a thread that breaks down in the middle of a job ends all computing, and nobody waits for it', async () => {
  const kernels = await start(3);
  expect(kernels.meet()).toBe(3);
  expect(() => kernels.meet(2)).toThrow(UserError);
  expect(() => kernels.meet()).toThrow(/A thread of the kernels has stopped/);
  expect(() => kernels.call('kernels_vector_length')).toThrow(UserError);
});

it('a calling thread that breaks down says how, and then computes no more', async () => {
  const kernels = await start(2);
  expect(() => kernels.meet(0)).toThrow(WebAssembly.RuntimeError);
  expect(() => kernels.meet()).toThrow(UserError);
});

it('a thread that was ended from outside ends all computing', async () => {
  const kernels = await start(2);
  await kernels.workers[0]!.terminate();
  expect(() => kernels.meet()).toThrow(UserError);
});

it('a thread that is ended at any moment, also inside a job, is given up, and it is said where it stood', async () => {
  for (let round = 0; round < 5; round++) {
    const kernels = await start(2, 50);
    void kernels.workers[0]!.terminate(); // nothing here hears of it before the job is over
    expect(() => {
      for (;;) kernels.meet();
    }).toThrow(/has stopped.*thread 1 of 2 (did not begin|stood still in|ended after) job \d+/);
  }
});

it('a stack that grows over its end is found out', async () => {
  const kernels = await start(2);
  kernels.guards[0]![255] = 1;
  expect(() => kernels.meet()).toThrow(/stack of thread 1 of the kernels has overflowed/);
  expect(() => kernels.meet()).toThrow(UserError);
});

it('threads end when the kernels are disposed of', async () => {
  const kernels = await start(3);
  const ended = kernels.workers.map((worker) => new Promise((done) => worker.once('exit', done)));
  kernels.dispose();
  expect(await Promise.all(ended)).toEqual([0, 0]);
  expect(() => kernels.call('kernels_vector_length')).toThrow(UserError);
});
