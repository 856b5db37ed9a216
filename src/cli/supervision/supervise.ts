import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import * as l10n from '@vscode/l10n';
import { supervisorDescriptor, type Stood, type Told } from '../../trainer/watchdog/watchOrder';
import { endingSignals, secondAfterMs, statusOfSignal } from '../interruption';
import { programName } from '../packageRoot';
import { supervisedVariable, type Supervision } from './supervised';

/** How long a process may take to hear a signal; longer only where its steps take longer. */
const hearingMs = 1000;
const steps = 4;

/**
 * Runs a command in a process of its own and does what that process cannot do for itself while its code, or a person's
 * own cell, computes: it is ended where it does not hear a signal, and begun again where it stands still.
 * @returns the exit status
 */
export async function supervise(argv: string[]): Promise<number> {
  const interrupted: Interrupted = {};
  let process = new SupervisedProcess(argv, interrupted);
  for (const signal of endingSignals) globalThis.process.on(signal, () => process.interrupt(signal));
  for (;;) {
    const { status, stood } = await process.ended;
    if (interrupted.by !== undefined) return status ?? statusOfSignal(interrupted.by);
    if (!stood) return status ?? 1;
    process = new SupervisedProcess(argv, interrupted, stood);
  }
}

/** The first signal that came. */
interface Interrupted {
  by?: NodeJS.Signals;
  atMs?: number;
}

class SupervisedProcess {
  /** Status is missing where it was killed. */
  readonly ended: Promise<{ status?: number; stood?: Stood }>;
  private readonly child: ChildProcess;
  private stood?: Stood;
  private paceMs = 0;
  private runId?: string;
  private timer?: NodeJS.Timeout;
  private isKilled = false;

  constructor(
    argv: string[],
    private readonly interrupted: Interrupted,
    stood?: Stood,
  ) {
    const supervision: Supervision = { processId: process.pid, stood };
    this.child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...argv], {
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      env: { ...process.env, [supervisedVariable]: JSON.stringify(supervision) },
    });
    const line = this.child.stdio[supervisorDescriptor] as Readable;
    line.on('error', () => undefined); // it was killed
    const heard = createInterface({ input: line });
    heard.on('line', (told) => this.hear(JSON.parse(told) as Told));
    this.ended = new Promise((resolve, reject) => {
      this.child.on('error', reject);
      this.child.on('close', (status, signal) => {
        clearTimeout(this.timer);
        const bySystem = signal && !this.isKilled && !this.stood ? statusOfSignal(signal) : undefined;
        resolve({ status: status ?? bySystem, stood: this.stood });
      });
    });
  }

  /** Passes a signal on, and sees to it that it is heard; a second one ends the process. */
  interrupt(signal: NodeJS.Signals): void {
    const { interrupted } = this;
    const nowMs = performance.now();
    if (interrupted.atMs !== undefined && nowMs - interrupted.atMs > secondAfterMs) return this.kill();
    if (process.platform !== 'win32') this.child.kill(signal); // there the console tells both
    if (interrupted.by !== undefined) return;
    Object.assign(interrupted, { by: signal, atMs: nowMs });
    this.timer = setTimeout(() => this.endUnheard(), Math.max(hearingMs, steps * this.paceMs) - 50);
  }

  private hear(told: Told): void {
    if ('heard' in told) clearTimeout(this.timer);
    if ('paceMs' in told) this.paceMs = told.paceMs;
    if ('runId' in told) this.runId = told.runId;
    if ('stood' in told) this.stood = told.stood;
    if ('gaveUp' in told) this.isKilled = true;
  }

  private endUnheard(): void {
    const goOn = this.runId && l10n.t('To go on: {0}', `${programName()} resume ${this.runId}`);
    const words = l10n.t(
      'Ended within a step that did not end; nothing is written of what came after the last checkpoint.',
    );
    process.stderr.write(this.runId ? `${words}\n${goOn}\n` : '');
    this.kill();
  }

  private kill(): void {
    this.isKilled = true;
    this.child.kill('SIGKILL');
  }
}
