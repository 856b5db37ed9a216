import * as l10n from '@vscode/l10n';
import { tensorflowParts } from '../engine/backend/tensorflowFiles';
import { l10nVariable } from '../protocol/l10nVariable';
import type { InstallerMessage, InstallerOrder, InstallerProgress } from '../protocol/tensorflow';
import { errorText, UserError } from '../protocol/userError';

/* The installer process: does what its single argument says, tells its parent how far it is, and ends with it. */

const TELL_EVERY_MS = 100;

async function main(): Promise<void> {
  const bundle = process.env[l10nVariable];
  if (bundle) l10n.config({ fsPath: bundle });
  const order = JSON.parse(process.argv[2] ?? '') as InstallerOrder;
  await say({ done: await carryOut(order, endedByParent()) });
}

/** Cancelled by its parent, by its parent's end, or by a signal. */
function endedByParent(): AbortSignal {
  const controller = new AbortController();
  const end = (): void => controller.abort();
  process.on('disconnect', end);
  process.on('message', end);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  return controller.signal;
}

async function carryOut(
  { task, directory, from }: InstallerOrder,
  signal: AbortSignal,
): Promise<{ version: string; source: string }> {
  if (task === 'try') {
    const { tryTensorflow } = await import('./tryTensorflow');
    return { version: await tryTensorflow(directory), source: directory };
  }
  if (task === 'remove') {
    const { removeTensorflow } = await import('./removeTensorflow');
    const removed = await removeTensorflow(directory);
    return { version: removed?.version ?? '', source: removed?.source ?? '' };
  }
  const { installTensorflow } = await import('./installTensorflow');
  const { thisMachine } = await import('./machine');
  const { tryInProcess } = await import('./tryOut');
  const installation = { machine: thisMachine(), directory, from, signal, environment: process.env, tell: throttled() };
  return installTensorflow(installation, { parts: tensorflowParts(), tryOut: tryInProcess(__filename) });
}

/** A stage at once, numbers ten times a second. */
function throttled(): (progress: InstallerProgress) => void {
  let [stage, at] = ['', 0];
  return (progress) => {
    const isNews = progress.stage !== stage || progress.bytes === progress.totalBytes;
    if (!isNews && performance.now() - at < TELL_EVERY_MS) return;
    [stage, at] = [progress.stage, performance.now()];
    void say({ progress });
  };
}

function say(message: InstallerMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send || !process.connected) return resolve();
    process.send(message, undefined, undefined, () => resolve());
  });
}

/** What is no failure that a person can mend is a bug, and shows its stack too. */
function failureOf(error: unknown): { message: string; remedy: string } {
  if (error instanceof UserError) return { message: error.message, remedy: error.remedy };
  process.stderr.write(`${String((error as Error | undefined)?.stack ?? error)}\n`);
  return { message: errorText(error), remedy: l10n.t('This is a bug of the installer: report it with these words.') };
}

main().then(
  () => process.exit(0),
  (error: unknown) => say({ failed: failureOf(error) }).then(() => process.exit(1)),
);
