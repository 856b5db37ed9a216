import { fork } from 'node:child_process';
import type { InstallerMessage, InstallerOrder } from '../protocol/tensorflow';
import { UserError } from '../protocol/userError';
import { crashed } from './problems';

/** Tries an installed folder. @returns the version of TensorFlow @throws UserError where it does not work */
export type TryOut = (installed: string, signal: AbortSignal) => Promise<string>;

/**
 * Tries it in a process of its own, which may die of it.
 * @param script the installer's bundle
 */
export const tryInProcess =
  (script: string): TryOut =>
  (installed, signal) =>
    new Promise((resolve, reject) => {
      const order: InstallerOrder = { task: 'try', directory: installed };
      const child = fork(script, [JSON.stringify(order)], {
        ...{ execPath: process.execPath, execArgv: [], signal, killSignal: 'SIGKILL' },
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      });
      let said = '';
      let message: InstallerMessage | undefined;
      child.stderr?.on('data', (text: Buffer) => (said = (said + text.toString()).slice(-2000)));
      child.on('message', (each) => (message = each as InstallerMessage));
      child.on('error', reject);
      child.on('close', (status, by) => {
        if (message && 'done' in message) return resolve(message.done.version);
        if (message && 'failed' in message) return reject(new UserError(message.failed.message, message.failed.remedy));
        reject(crashed(by ?? String(status), said.trim().split('\n').at(-1) ?? ''));
      });
    });
