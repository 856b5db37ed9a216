// npm run test:desktop: the in-host suite inside desktop VS Code, downloaded by @vscode/test-electron.
// It needs VS Code's update server, and on Linux a display (xvfb-run will do).
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { runScript, StartProblem } from './startProblem.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const home = join(root, '.test', 'desktop');

await runScript(async () => {
  await rm(home, { recursive: true, force: true });
  await mkdir(join(home, 'workspace'), { recursive: true });
  const results = join(home, 'results.json');
  const vscodeExecutablePath = await downloadAndUnzipVSCode('stable').catch((error) => {
    throw new StartProblem(
      `Desktop VS Code could not be downloaded (${error.message}). ` +
        'Run this where its update server can be reached; `npm test` runs the same suite without it.',
    );
  });
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(root, 'dist/test/suite.cjs'),
    launchArgs: [join(home, 'workspace'), '--disable-workspace-trust', `--user-data-dir=${join(home, 'user')}`],
    extensionTestsEnv: { UNROLL_TEST_RESULTS: results },
  }).catch((error) => console.log(error.message));
  const { passed, failed, failures } = JSON.parse(await readFile(results, 'utf8'));
  for (const { title, message } of failures) console.log(`  failed: ${title}\n    ${message}`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
