// Bundles programs that belong to no package, such as the bench, beside the engine's files, which they load from there.
import { build } from 'esbuild';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {string} root @param {string} name */
export const processBundle = (root, name) => join(root, 'dist', `${name}.cjs`);

/**
 * @param {string} root
 * @param {Record<string, string>} sources paths from the root by the names of the bundles
 * @param {string} version that the programs say they are of
 */
export async function bundleProcesses(root, sources, version) {
  await build({
    entryPoints: Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, join(root, source)])),
    outdir: join(root, 'dist'),
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: { __UNROLL_VERSION__: JSON.stringify(version) },
    logLevel: 'warning',
  });
}

/** @param {string} root @param {string[]} names */
export async function removeProcesses(root, names) {
  for (const name of names) await rm(processBundle(root, name), { force: true });
}
