import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Vitest leaves one core to itself, of two as well: half the time. */
const maxWorkers = Math.max(2, availableParallelism() - 1);

/** Without an engine: these files share a thread and what it has loaded, and nothing is built for them. */
const pure = ['src/{protocol,host,runs}/**/*.test.ts', 'webview-ui/**/*.test.ts'];
const notPure = ['webview-ui/preview/{network,ownCell,parameterRows}.test.ts'];

/** Numbers: these files share a process, where what they import is loaded once. */
const engine = [
  'src/engine/{cells,data,experiment,formats,inspect,layers,model,tasks,training,weights}/**/*.test.ts',
  ...notPure,
];

/** What takes minutes is not in `npm test`, which has something shorter beside it. */
const long = 'src/**/*.long.test.ts';

const built = { globalSetup: 'scripts/kernels/vitestSetup.mjs', pool: 'forks' } as const;

export default defineConfig({
  test: {
    maxWorkers,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'pure', include: pure, exclude: notPure, pool: 'threads', isolate: false } },
      {
        extends: true,
        test: {
          ...built,
          name: 'engine',
          include: engine,
          exclude: [long],
          isolate: false,
          setupFiles: 'src/engine/backend/testing/noKernels.ts',
        },
      },
      {
        extends: true, // what starts processes, or looks at what stands in a fresh one: each file has its own
        test: {
          ...built,
          name: 'process',
          include: ['src/**/*.test.ts', 'test/*.test.ts', 'test/host/*.test.ts'],
          exclude: [...pure, ...engine, long],
        },
      },
      { extends: true, test: { ...built, name: 'long', include: [long] } },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
