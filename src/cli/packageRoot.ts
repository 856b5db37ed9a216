import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of this package, whether it runs from dist/ or from its sources. */
export function packageRoot(from = __dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  return packageRoot(dirname(from));
}

/** Whether this is a clone, not an installed package. */
export const isClone = (): boolean => existsSync(join(packageRoot(), 'esbuild.mjs'));

/** What a person types to get here. */
export const programName = (): string => (isClone() ? 'npm run -s unroll --' : 'unroll-lab');
