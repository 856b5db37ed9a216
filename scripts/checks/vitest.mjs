import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { root } from '../kernels/sources.mjs';
import { installed, runNode, scratch } from './check.mjs';

/**
 * Projects of vitest.config.ts as one check; a file that cannot even be loaded counts as one failure.
 * @param {string} name of the check
 * @param {string[]} projects
 * @returns {import('./check.mjs').Check}
 */
export const vitest = (name, ...projects) => ({
  async run(say) {
    const path = join(scratch, `${name}.json`);
    const status = await runNode(
      [
        ...[installed('vitest/vitest.mjs'), 'run', ...projects.flatMap((project) => ['--project', project])],
        ...['--reporter=default', '--reporter=json', `--outputFile.json=${path}`],
      ],
      say,
    );
    return foundIn(JSON.parse(await readFile(path, 'utf8').catch(() => '{}')), status);
  },
});

/**
 * @param {Record<string, any>} report
 * @param {number} status
 * @returns {import('./check.mjs').Found}
 */
function foundIn({ testResults = [], ...report }, status) {
  const unloaded = testResults.filter(
    (/** @type {any} */ each) => each.status === 'failed' && each.assertionResults.length === 0,
  );
  const failed = (report.numFailedTests ?? 0) + unloaded.length;
  return {
    passed: report.numPassedTests ?? 0,
    failed: Math.max(failed, status === 0 ? 0 : 1),
    skipped: (report.numPendingTests ?? 0) + (report.numTodoTests ?? 0),
    files: Object.fromEntries(
      testResults.map((/** @type {any} */ each) => [
        relative(root, each.name).split(sep).join('/'),
        (each.endTime - each.startTime) / 1000,
      ]),
    ),
  };
}
