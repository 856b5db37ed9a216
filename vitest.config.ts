import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Vitest leaves one core to itself, of two as well: half the time. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Files without an engine: they share a thread and what it has loaded, and nothing is built for them. */
const pure = {
  include: ['src/{protocol,host,runs}/**/*.test.ts', 'webview-ui/**/*.test.ts'],
  exclude: ['webview-ui/preview/{network,ownCell,parameterRows}.test.ts'],
};

/** What takes minutes is not in `npm test`, which has something shorter beside it. */
const long = 'src/**/*.long.test.ts';
const engine = { globalSetup: 'scripts/kernels/vitestSetup.mjs', pool: 'forks' } as const;

export default defineConfig({
  test: {
    maxWorkers,
    testTimeout: 20_000,
    projects: [
      { extends: true, test: { name: 'pure', ...pure, pool: 'threads', isolate: false } },
      {
        extends: true,
        test: {
          ...engine,
          name: 'engine',
          include: ['src/**/*.test.ts', ...pure.exclude, 'test/*.test.ts', 'test/host/*.test.ts'],
          exclude: ['src/{protocol,host,runs}/**', long],
        },
      },
      { extends: true, test: { ...engine, name: 'long', include: [long] } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
