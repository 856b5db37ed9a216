import { copyFile, rename } from 'node:fs/promises';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import { allowOwnCells } from '../engine/cells/own/allowOwnCells';
import { runFiles } from '../protocol/run';
import type { TrainerGreeting, TrainerRequest } from '../protocol/session';
import { tensorflowVariable } from '../protocol/tensorflow';
import { UserError } from '../protocol/userError';
import { logVariable } from '../runs/startLog';
import type { SessionControls, StartedRun } from './session';
import { runSession } from './session';
import { Heartbeat } from './watchdog/heartbeat';
import { startWatchdog } from './watchdog/startWatchdog';

/** The trainer process: trains one run, detached from whoever started it. Its single argument is the request. */
async function main(): Promise<void> {
  const request = JSON.parse(process.argv[2] ?? '') as TrainerRequest;
  if (request.l10nBundle !== undefined) config({ fsPath: request.l10nBundle });
  if (request.tensorflowDirectory !== undefined) process.env[tensorflowVariable] = request.tensorflowDirectory;
  allowOwnCells(); // nothing is trained in a workspace that is not trusted
  lowerPriority();
  surviveParent();
  const heart = new Heartbeat();
  const record = await runSession(request, {
    log,
    heart,
    started(run, controls) {
      startWatchdog(
        heart,
        run,
        { kind: 'trainer', script: process.argv[1]!, request },
        {
          l10nBundle: request.l10nBundle,
          log,
        },
      );
      void greet(request, run, controls);
    },
  });
  log(`The session ends: ${record.state} at step ${record.step}.`);
  process.exit(record.state === 'failed' ? 1 : 0);
}

/** The log is this process's output, so that it holds too what no code of ours can catch. */
function log(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
}

function lowerPriority(): void {
  try {
    setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // some systems refuse; training is then as eager as everything else
  }
}

function surviveParent(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined); // a full disk
  process.on('SIGHUP', () => undefined);
  process.on('disconnect', () => undefined);
}

async function greet(request: TrainerRequest, run: StartedRun, controls: SessionControls): Promise<void> {
  endProperly(controls);
  if (request.resumeDirectory === undefined) await moveLog(run.directory);
  log(
    `${request.resumeDirectory === undefined ? 'Training' : 'Going on with'} ${run.runId} in process ${process.pid}.`,
  );
  if (run.rateSentence) log(run.rateSentence);
  const { runId, directory, socket, passedOver } = run;
  await tellParent({ started: { runId, directory, socket, passedOver } });
}

/** Ending by the system or by a bug leaves a run that says so. */
function endProperly(controls: SessionControls): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      log(`Asked to end by ${signal}.`);
      Promise.resolve(controls.stop({})).catch(() => process.exit(1));
    });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error) => void controls.fail(error).finally(() => process.exit(1)));
}

async function moveLog(directory: string): Promise<void> {
  const from = process.env[logVariable];
  const to = join(directory, runFiles.log);
  if (from !== undefined) await rename(from, to).catch(() => copyFile(from, to).catch(() => undefined));
}

function tellParent(greeting: TrainerGreeting): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) return resolve(); // it is gone, and we go on
    process.send(greeting, undefined, undefined, () => {
      if (process.connected) process.disconnect();
      resolve();
    });
  });
}

main().catch(async (error: unknown) => {
  log(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (error instanceof UserError) await tellParent({ failed: { message: error.message, remedy: error.remedy } });
  process.exit(1);
});
