// npm run lock: brings package-lock.json up to date with package.json, without the addresses of a registry.
// (npm's own omit-lockfile-registry-resolved loses the versions of optional packages of other platforms.)
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNpm } from './startNpm.mjs';
import { runScript } from './startProblem.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await runScript(async () => {
  await runNpm(['install', '--package-lock-only', '--ignore-scripts'], root, 'bring the lockfile up to date');
  const path = join(root, 'package-lock.json');
  const lock = JSON.parse(await readFile(path, 'utf8'));
  for (const entry of Object.values(lock.packages)) delete entry.resolved;
  await writeFile(path, `${JSON.stringify(lock, undefined, 2)}\n`);
});
