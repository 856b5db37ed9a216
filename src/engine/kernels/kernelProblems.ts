import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';
import { formatBytes } from '../../protocol/words';

/** There is not so much memory for the kernels. */
export function notEnoughMemory(bytes: number): UserError {
  return new UserError(
    l10n.t('The kernels need {0} of memory at once, and there is not that much.', formatBytes(bytes)),
    l10n.t('Lower "batch", "window" or "units" in the experiment.'),
  );
}

/** Reads what source/kernels.h tells of a thread: one of `standingOf`. */
export type AskStanding = (thread: number, what: number) => number;

/** STANDING_... of source/kernels.h. */
const standingOf = { lost: 0, job: 1, done: 2, meetings: 3, newest: 4 } as const;

/** The kernels compute no more, and what they had computed last is worth nothing; another process of theirs can go on. */
export class KernelsStopped extends UserError {}

/** One of the threads works no more, and the others cannot go on without it. */
export function threadStopped(threads: number, ask: AskStanding): KernelsStopped {
  return new KernelsStopped(
    l10n.t('A thread of the kernels has stopped, so nothing more can be computed here: {0}.', standing(threads, ask)),
    l10n.t('Resume from the last checkpoint. If it happens again, set "unroll.threads" to 1.'),
  );
}

/** Where each thread that was lost stood. */
function standing(threads: number, ask: AskStanding): string {
  const all = Array.from({ length: threads }, (_, thread) => thread);
  const lost = all.filter((thread) => ask(thread, standingOf.lost) !== 0);
  if (lost.length === 0) return l10n.t('it has been disposed of');
  return lost.map((thread) => standingOfThread(thread, threads, ask)).join('; ');
}

function standingOfThread(thread: number, threads: number, ask: AskStanding): string {
  const [job, newest] = [ask(thread, standingOf.job), ask(thread, standingOf.newest)];
  const name = l10n.t('thread {0} of {1}', thread, threads);
  if (job !== newest) return l10n.t('{0} did not begin job {1}', name, newest);
  if (ask(thread, standingOf.done)) return l10n.t('{0} ended after job {1}', name, job);
  return l10n.t(
    '{0} stood still in job {1}, where it had come to {2} meetings',
    name,
    job,
    ask(thread, standingOf.meetings),
  );
}

/** A thread's stack has grown into other memory, so no number is to be trusted. */
export function stackOverflowed(thread: number): KernelsStopped {
  return new KernelsStopped(
    l10n.t('The stack of thread {0} of the kernels has overflowed, so nothing more can be computed here.', thread),
    l10n.t('Resume from the last checkpoint with "unroll.threads" set to 1, and report it.'),
  );
}
