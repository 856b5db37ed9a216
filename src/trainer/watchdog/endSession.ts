import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { runFiles } from '../../protocol/run';
import type { TrainerRequest } from '../../protocol/session';
import { cleanEnvironment } from '../../runs/cleanEnvironment';
import { disk } from '../../runs/disk';
import { readRecord } from '../../runs/runRecord';
import { standardError, tellSupervisor } from './tell';
import type { Finding } from './watch';
import { standsWords } from './watchWords';
import type { WatchOrder } from './watchOrder';

/**
 * Ends this process, of which a thread stands still; its run goes on from the last checkpoint. A run that stood still
 * before and has not got beyond that step has failed.
 */
export async function endSession(order: WatchOrder, found: Finding, say: (line: string) => void): Promise<void> {
  const isAgain = order.stoodAt !== undefined && found.step <= order.stoodAt;
  say(standsWords(found, isAgain));
  try {
    await (isAgain ? giveUp(order, found) : handOver(order, found));
  } catch (error) {
    say(String((error as Error | undefined)?.stack ?? error));
  }
  process.kill(process.pid, 'SIGKILL');
}

/** The thread that writes the record otherwise is the one that stands. */
async function giveUp({ directory, successor }: WatchOrder, found: Finding): Promise<void> {
  const record = await readRecord(directory);
  const problem = {
    message: standsWords(found, true),
    remedy: l10n.t(
      'Look whether the cell of your own, if there is one, loops for ever; train with one thread or other kernels, and report it with the log of the run.',
    ),
    step: found.step,
  };
  const failed = { ...record, state: 'failed', problem, updatedAt: new Date().toISOString() };
  await disk.replace(join(directory, runFiles.record), `${JSON.stringify(failed, undefined, 1)}\n`);
  if (successor.kind === 'supervisor') tellSupervisor({ gaveUp: true });
}

async function handOver({ directory, socket, successor }: WatchOrder, { step }: Finding): Promise<void> {
  const stood = { directory, socket, step };
  if (successor.kind === 'supervisor') return tellSupervisor({ stood });
  const { engine, kernels, threads, steps, l10nBundle, tensorflowDirectory } = successor.request;
  const settings = { engine, kernels, threads, steps, l10nBundle, tensorflowDirectory };
  const request: TrainerRequest = { ...settings, resumeDirectory: directory, revives: { socket, step } };
  const child = spawn(process.execPath, [successor.script, JSON.stringify(request)], {
    detached: true,
    cwd: process.cwd(),
    env: cleanEnvironment(),
    stdio: ['ignore', standardError, standardError],
    windowsHide: true,
  });
  await once(child, 'spawn');
}
