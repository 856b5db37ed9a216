import { fork } from 'node:child_process';
import * as l10n from '@vscode/l10n';
import type { InstallerMessage, InstallerOrder, InstallerProgress } from '../protocol/tensorflow';
import { UserError } from '../protocol/userError';
import { cleanEnvironment } from './cleanEnvironment';

/**
 * Has the installer process install or remove native TensorFlow.
 * @param script the installer's bundle
 * @param signal cancels it
 * @param environment variables added to this process's own
 * @returns what is installed, or what was removed (an empty version where nothing was)
 * @throws UserError where it fails
 */
export function runInstaller(
  script: string,
  order: InstallerOrder,
  { tell, signal, environment }: RunInstallerOptions = {},
): Promise<{ version: string; source: string }> {
  return new Promise((resolve, reject) => {
    const child = fork(script, [JSON.stringify(order)], {
      ...{ execPath: process.execPath, execArgv: [], env: cleanEnvironment(environment) },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      ...{ windowsHide: true }, // fork hands it to spawn
    });
    let lastWords = '';
    let last: InstallerMessage | undefined;
    const cancel = (): void => void (child.connected && child.send('cancel'));
    signal?.addEventListener('abort', cancel);
    if (signal?.aborted) cancel();
    child.stderr?.on('data', (said: Buffer) => (lastWords = (lastWords + said.toString()).slice(-2000)));
    child.on('message', (message) => {
      last = message as InstallerMessage;
      if ('progress' in last) tell?.(last.progress);
    });
    child.on('error', (error) => reject(ended(error.message)));
    child.on('close', (status, by) => {
      signal?.removeEventListener('abort', cancel);
      if (last && 'done' in last) resolve(last.done);
      else if (last && 'failed' in last) reject(new UserError(last.failed.message, last.failed.remedy));
      else reject(ended(`${by ?? status} ${lastWords}`.trim()));
    });
  });
}

/** How an installation is followed. */
export interface RunInstallerOptions {
  tell?: (progress: InstallerProgress) => void;
  signal?: AbortSignal;
  environment?: NodeJS.ProcessEnv;
}

const ended = (how: string): UserError =>
  new UserError(
    l10n.t('The installer process ended unexpectedly: {0}', how),
    l10n.t('Try again; if it happens again, report it with these words.'),
  );
