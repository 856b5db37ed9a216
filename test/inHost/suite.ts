import { writeFile } from 'node:fs/promises';
import Mocha from 'mocha';
import { measured } from './support';

interface Results {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; message: string }[];
  /** By the titles of what they describe, with what comes before and after. */
  seconds: Record<string, number>;
}

/** Runs the suite inside the extension host; the results go to the file that UNROLL_TEST_RESULTS names. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', timeout: 60_000, slow: 5_000, color: false });
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, 'suite', mocha);
  await loadTests();
  const results = await new Promise<Results>((resolve) => void follow(mocha, resolve));
  const path = process.env['UNROLL_TEST_RESULTS'];
  if (path) await writeFile(path, JSON.stringify({ ...results, measured }, undefined, 1));
  if (results.failed > 0) throw new Error(`${results.failed} failed`);
}

/**
 * In this order: the first sees the workspace empty, the last ones train in it. What test/browser/installTensorflow tells
 * in the newest VS Code is told here in the others.
 */
async function loadTests(): Promise<void> {
  await import('./activation.test');
  await import('./samples.test');
  await import('./newExperiment.test');
  await import('./editors.test');
  await import('./sessions.test');
  await import('./ascendingRanges.test');
  await import('./ownCell.test');
  await import('./lens.test');
  if (process.env['UNROLL_TEST_HOST'] !== 'newest') await import('./tensorflow.test');
  await import('./damagedRuns.test');
}

function follow(mocha: Mocha, resolve: (results: Results) => void): void {
  const results: Results = { passed: 0, failed: 0, skipped: 0, failures: [], seconds: {} };
  const begun: Record<string, number> = {};
  const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
  const { EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_RUN_END } = Mocha.Runner.constants;
  mocha
    .run()
    .on(EVENT_SUITE_BEGIN, ({ title }) => (begun[title] = performance.now()))
    .on(EVENT_SUITE_END, ({ title, root, parent }) => {
      if (!root && parent?.root) results.seconds[title] = (performance.now() - begun[title]!) / 1000;
    })
    .on(EVENT_TEST_PASS, () => results.passed++)
    .on(EVENT_TEST_PENDING, () => results.skipped++)
    .on(EVENT_TEST_FAIL, (test, error: Error) => {
      results.failed++;
      results.failures.push({ title: test.fullTitle(), message: error.stack ?? error.message });
    })
    .on(EVENT_RUN_END, () => resolve(results));
}
