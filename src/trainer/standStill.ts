import { writeFileSync } from 'node:fs';
import { KernelsStopped } from '../engine/kernels/kernelProblems';

/**
 * For tests: a step, and a file. The thread that is about to take that step stands still for ever, as in a lock, unless
 * the file is there; it is made. Without a file it stands still every time. With a third word, a thread of the kernels
 * stands, and they say so.
 */
const standVariable = 'UNROLL_TEST_STAND_STILL';

/** Stands still where a test wants that. @param step about to be taken */
export function standStill(step: number): void {
  const [at, file, words] = (process.env[standVariable] ?? '').split(' ');
  if (Number(at) !== step || at === '' || (file !== undefined && !makes(file))) return;
  if (words !== undefined) throw new KernelsStopped(words, '');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function makes(file: string): boolean {
  try {
    writeFileSync(file, '', { flag: 'wx' });
    return true;
  } catch {
    return false;
  }
}
