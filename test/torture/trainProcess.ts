import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './faults';
import type { TortureContext } from './part';
import type { TraineeOrder } from './trainee';

/** A training of a second that has not ended by then hangs. */
const hangsAfterMs = 120_000;

/** How a session is to die: by the clock since its start or since it has greeted, or at a write. */
export interface Death {
  afterMs?: number;
  afterGreetingMs?: number;
  fault?: Fault;
}

/** How it ended. */
export interface Ended {
  status: number | null;
  signal: NodeJS.Signals | null;
  /** Milliseconds until it had greeted, and from then on. */
  startMs: number;
  trainingMs: number;
  /** The end of what it said. */
  said: string;
}

/** Trains in a process of its own until it ends or is killed. */
export async function trainProcess(
  { root, signal }: TortureContext,
  folder: string,
  order: Omit<TraineeOrder, 'folder'>,
  { afterMs, afterGreetingMs }: Omit<Death, 'fault'> = {},
): Promise<Ended> {
  const logPath = join(folder, 'said.log');
  const log = openSync(logPath, 'a');
  const argument = JSON.stringify({ ...order, folder: join(folder, '.unroll') });
  const child = fork(join(root, 'dist', 'torture-trainee.cjs'), [argument], {
    execArgv: [],
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const killIn = (ms: number, by: NodeJS.Signals = 'SIGKILL') => setTimeout(() => child.kill(by), ms);
  const timers = [killIn(hangsAfterMs, 'SIGABRT'), ...(afterMs === undefined ? [] : [killIn(afterMs)])];
  const end = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', end);
  const startedMs = performance.now();
  let greetedMs = startedMs;
  child.once('message', () => {
    greetedMs = performance.now();
    if (afterGreetingMs !== undefined) timers.push(killIn(afterGreetingMs));
  });
  const [status, by] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  const times = { startMs: greetedMs - startedMs, trainingMs: performance.now() - greetedMs };
  for (const timer of timers) clearTimeout(timer);
  signal.removeEventListener('abort', end);
  const lines = (await readFile(logPath, 'utf8')).split('\n');
  return { status, signal: by, ...times, said: `${by ?? status}: ${lines.slice(-6).join(' | ')}` };
}
