import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Addon {
  hold(path: string): boolean;
  release(): void;
}

/** What TensorFlow says whenever it loads, and no setting silences. */
const noise = [/absl::InitializeLog/, /oneDNN custom operations are on/];
let count = 0;

/**
 * Does something while what native code writes to standard error is kept; then says it, without the known noise.
 * @param addon path of standardError.node
 */
export function withoutNoise<T>(addon: string, body: () => T): T {
  const held = join(tmpdir(), `unroll-stderr-${process.pid}-${++count}`);
  const { hold, release } = createRequire(__filename)(addon) as Addon;
  if (!hold(held)) return body();
  try {
    return body();
  } finally {
    release();
    const said = readFileSync(held, 'utf8');
    rmSync(held, { force: true });
    process.stderr.write(worthSaying(said));
  }
}

function worthSaying(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '' && !noise.some((known) => known.test(line)));
  return lines.map((line) => `${line}\n`).join('');
}
