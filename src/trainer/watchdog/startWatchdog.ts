import { url } from 'node:inspector';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StartedRun } from '../sessionHooks';
import type { Heartbeat } from './heartbeat';
import { usualLimits } from './watch';
import type { Successor, WatchOrder } from './watchOrder';

/** Milliseconds after which a step is said to last, instead of the usual ones. */
const limitVariable = 'UNROLL_STEP_LIMIT_MS';

/**
 * Starts the thread that watches over a session of this process; under a debugger, where steps stand still for good
 * reason, there is none.
 */
export function startWatchdog(
  heart: Heartbeat,
  { directory, socket, record }: StartedRun,
  successor: Successor,
  { l10nBundle, log }: { l10nBundle?: string; log: (line: string) => void },
): void {
  if (url() !== undefined) return;
  const leastMs = Number(process.env[limitVariable]) || usualLimits.leastMs;
  const workerData: WatchOrder = {
    memory: heart.memory,
    limits: { ...usualLimits, leastMs },
    everyMs: Math.min(250, leastMs / 10),
    ...{ directory, socket, stoodAt: record.revived?.step, l10nBundle, successor },
  };
  const worker = new Worker(join(__dirname, 'watchdog.cjs'), { workerData, execArgv: [] });
  worker.on('error', (error) => log(`Nothing watches over the steps: ${error.message}`));
  worker.unref();
}
