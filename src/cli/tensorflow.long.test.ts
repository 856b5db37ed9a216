import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { whyNotNative } from '../engine/backend/testing/nativeBackend';
import { buildProcess } from '../runs/fixtures/buildProcess';
import { temporaryFolder } from '../runs/fixtures/exampleRun';

const whyNot = await whyNotNative();

it.skipIf(whyNot)(
  `native TensorFlow holds no more memory after 5,000 steps than after 1,000${whyNot ? ` (skipped: ${whyNot})` : ''}`,
  async () => {
    const script = await buildProcess('engine/training/testing/longTraining.ts', await temporaryFolder());
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, '5000']);
    const { bytes, tensors } = JSON.parse(stdout) as { bytes: number[]; tensors: number[] };
    expect(tensors.at(-1)).toBe(tensors[1]);
    expect((bytes.at(-1)! - bytes[1]!) / 2 ** 20, `MB, of ${bytes}`).toBeLessThan(32);
  },
  300_000,
);
