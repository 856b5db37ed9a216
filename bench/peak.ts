import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const options = ['-O3', '-march=native', '-ffp-contract=fast', '-pthread'];

/**
 * The fused multiply-adds that this machine can do, by peak.c.
 * @returns GFLOP/s for each number of threads; undefined where there is no C compiler
 */
export async function measurePeak(root: string, threads: number[]): Promise<Map<number, number> | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'unroll-bench-'));
  const program = join(folder, 'peak');
  try {
    if (!(await compile([...options, '-o', program, join(root, 'bench', 'peak.c')]))) return undefined;
    const peaks = new Map<number, number>();
    for (const count of threads) peaks.set(count, Number((await run(program, [String(count)])).stdout));
    return peaks;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Whether the first compiler that works has built it. */
async function compile(parameters: string[]): Promise<boolean> {
  for (const compiler of [process.env['CC'], 'cc', 'clang', 'gcc'].filter((name) => name !== undefined)) {
    const isBuilt = await run(compiler, parameters).then(
      () => true,
      () => false,
    );
    if (isBuilt) return true;
  }
  return false;
}
