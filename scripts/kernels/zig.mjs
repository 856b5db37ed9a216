import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { runNpm } from '../startNpm.mjs';
import { root } from './sources.mjs';

/** @typedef {import('./native.mjs').Compiler} Compiler */

const directory = join(root, 'packaging', 'zig');
const version = '0.16.0';

/** What zig calls the platforms of the packages. Linux with the C library of 2018, as VS Code wants it. */
export const zigTargets = {
  'linux-x64': 'x86_64-linux-gnu.2.28',
  'linux-arm64': 'aarch64-linux-gnu.2.28',
  'darwin-x64': 'x86_64-macos.11.0',
  'darwin-arm64': 'aarch64-macos.11.0',
  'win32-x64': 'x86_64-windows-gnu',
};

/** Installs zig where it is missing. @param {(line: string) => void} [log] @returns {Promise<string>} its path */
export async function ensureZig(log = console.log) {
  const program = platform === 'win32' ? 'zig.exe' : 'zig';
  const path = join(directory, 'node_modules', '@zigc', `${platform}-${arch}`, 'bin', program);
  if (existsSync(path)) return path;
  log('Installing zig (first time, 400 MB, about a minute) ...');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await runNpm(['ci', '--ignore-scripts', '--include=optional', ...quiet], directory, 'install zig');
  return path;
}

/**
 * The compiler for a platform.
 * @param {string} zig
 * @param {keyof typeof zigTargets} target
 * @returns {Compiler}
 */
export function zigCompiler(zig, target) {
  const cache = join(root, 'node_modules', '.cache', 'zig');
  process.env.ZIG_GLOBAL_CACHE_DIR ??= cache;
  process.env.ZIG_LOCAL_CACHE_DIR ??= cache;
  return { program: [zig, 'cc', '-target', zigTargets[target]], version, isZig: true };
}
