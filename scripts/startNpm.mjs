import { spawn } from 'node:child_process';
import { StartProblem } from './startProblem.mjs';

/**
 * Runs npm quietly in a folder; what it said is shown only when it fails.
 * @param {string[]} parameters Words without spaces, such as ['ci', '--no-audit'].
 * @param {string} directory
 * @param {string} purpose Ends the sentence "npm could not ...".
 */
export async function runNpm(parameters, directory, purpose) {
  const { status, output } = await runQuietly('npm', parameters, directory);
  if (status === 0) return;
  throw new StartProblem(
    `npm could not ${purpose} (npm ${parameters.join(' ')} in ${directory}). ` +
      `Mend what npm says below and start again:\n${firstLines(output)}`,
  );
}

/** npm says first what is wrong, and then much else. @param {string} output */
function firstLines(output) {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('npm warn'));
  return lines.slice(0, 20).join('\n');
}

/**
 * Runs a program to its end and keeps what it writes. A missing program has status 127.
 * @param {string} program
 * @param {string[]} parameters
 * @param {string} [directory]
 * @returns {Promise<{status: number, output: string}>}
 */
export function runQuietly(program, parameters, directory) {
  return new Promise((resolve) => {
    const child = spawnProgram(program, parameters, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout?.on('data', (text) => (output += text));
    child.stderr?.on('data', (text) => (output += text));
    child.on('error', (error) => resolve({ status: 127, output: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, output }));
  });
}

/**
 * Spawns a program by name. On Windows npm, code and the like are .cmd files, which only a shell can run.
 * @param {string} program
 * @param {string[]} parameters
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnProgram(program, parameters, options) {
  const environment = withoutNpmScript(options.env ?? process.env);
  if (process.platform !== 'win32') return spawn(program, parameters, { ...options, env: environment });
  const line = [program, ...parameters].map((word) => (/[\s&()^]/.test(word) ? `"${word}"` : word)).join(' ');
  return spawn(line, { ...options, env: environment, shell: true, windowsHide: true });
}

/**
 * The environment without what `npm start` says about its own package, which would confuse another npm.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {NodeJS.ProcessEnv}
 */
export function withoutNpmScript(environment) {
  const own = /^(npm_package_|npm_lifecycle_|npm_config_local_prefix$|npm_command$|npm_execpath$|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !own.test(name)));
}
