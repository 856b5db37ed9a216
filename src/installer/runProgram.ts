import { spawn } from 'node:child_process';

/** What became of a program. */
export interface Ended {
  /** 127 where there is no such program. */
  status: number;
  out: string;
  err: string;
}

const KEPT = 1e6;

/**
 * Runs a program to its end and keeps what it writes.
 * @param signal ends it
 */
export function runProgram(
  [program = '', ...parameters]: string[],
  { signal, cwd, environment }: { signal?: AbortSignal; cwd?: string; environment?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      ...{ cwd, signal, env: environment ?? process.env, windowsHide: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (text: Buffer) => (said.out = (said.out + text.toString()).slice(-KEPT)));
    child.stderr.on('data', (text: Buffer) => (said.err = (said.err + text.toString()).slice(-KEPT)));
    child.on('error', (error) => resolve({ status: 127, out: '', err: error.message }));
    child.on('close', (status) => resolve({ status: status ?? 1, ...said }));
  });
}

/** The last line that says something: what a program that has failed means. */
export function lastWords({ out, err }: Ended): string {
  const lines = `${out}\n${err}`.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? '').trim().replace(/[.\s]*$/, '');
}

/** The first line that is an error: what a compiler or a linker means. */
export function firstError(ended: Ended): string {
  const wrong = ended.err.split('\n').find((line) => /error|not recognized|truncated|cannot|undefined/i.test(line));
  return wrong?.trim().replace(/[.\s]*$/, '') ?? lastWords(ended);
}
