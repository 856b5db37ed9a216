import * as l10n from '@vscode/l10n';
import type { SessionHooks } from './sessionHooks';
import { logText } from './trainingProblem';

const listening = ['started', 'stepped', 'validated', 'sampled', 'progressed'] as const;
type Listener = (typeof listening)[number];

/** The same hooks, none of which can end a training: one that throws is not called again, and the log says so. */
export function guardedHooks(hooks: SessionHooks): SessionHooks {
  const log = (line: string) => attempt(() => hooks.log?.(line)); // nobody is left to be told
  const guarded = { ...hooks, log };
  for (const name of listening) if (hooks[name]) guard(guarded, name, log);
  return guarded;
}

function guard(hooks: SessionHooks, name: Listener, log: (line: string) => void): void {
  const listener = hooks[name] as (...told: unknown[]) => unknown;
  const fail = (error: unknown) => {
    hooks[name] = undefined;
    log(l10n.t('The training goes on without one of its listeners ("{0}"), which failed: {1}', name, logText(error)));
  };
  hooks[name] = (...told: unknown[]) => attempt(() => listener(...told), fail);
}

/** Calls it, and hears of its failure also where that comes later. */
function attempt(call: () => unknown, fail: (error: unknown) => void = () => undefined): void {
  try {
    const told = call();
    if (told instanceof Promise) told.catch(fail);
  } catch (error) {
    fail(error);
  }
}
