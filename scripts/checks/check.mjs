import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../kernels/sources.mjs';

/** Where checks keep what they write. */
export const scratch = join(root, '.test');

/** A program that npm has installed. @param {string} name its path in node_modules */
export const installed = (name) => join(root, 'node_modules', name);

/**
 * What a check found.
 * @typedef {object} Found
 * @property {number} passed
 * @property {number} failed
 * @property {number} [skipped]
 * @property {Record<string, number>} [files] seconds by test file
 */

/**
 * A part of `npm test`.
 * @typedef {object} Check
 * @property {(say: (text: string) => void) => Promise<Found>} run
 * @property {string[]} [after] checks that it builds on
 */

/**
 * Runs a Node program in the project; what it writes is said.
 * @param {string[]} parameters
 * @param {(text: string) => void} say
 * @returns {Promise<number>} its exit status
 */
export function runNode(parameters, say) {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', say);
    child.on('error', fail);
    child.on('close', (status) => done(status ?? 1));
  });
}

/** The exit status by which a program says that it cannot check anything here. */
const SKIPPED = 77;

/**
 * A check that is one test by itself: a Node program.
 * @param {string[]} parameters
 * @returns {Check}
 */
export const program = (...parameters) => ({
  async run(say) {
    const status = await runNode(parameters, say);
    const [passed, skipped] = [status === 0 ? 1 : 0, status === SKIPPED ? 1 : 0];
    return { passed, failed: 1 - passed - skipped, skipped };
  },
});
