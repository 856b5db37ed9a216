import * as l10n from '@vscode/l10n';
import type { RunRecord } from './run';
import { formatCount, formatDuration } from './words';

/** A session that trains tells of itself many times a second, unless a step lasts so long. */
const quietAfterMs = 30_000;

/** That a session which trains has not told of a step for long; nothing where it has. */
export function quietWords({ state, updatedAt }: RunRecord, now = Date.now()): string | undefined {
  const quietMs = now - Date.parse(updatedAt);
  return state === 'running' && quietMs >= quietAfterMs
    ? l10n.t('no step for {0}', formatDuration(quietMs))
    : undefined;
}

/** In a few words that a run stood still and went on by itself; nothing where it did not. */
export const revivedWords = ({ revived }: RunRecord): string | undefined =>
  revived && l10n.t('went on by itself at {0}', formatCount(revived.from));

/** What happened then, as a sentence. */
export function revivedSentence({ revived }: RunRecord): string {
  if (!revived) return '';
  const { step, from, times } = revived;
  const happened = l10n.t(
    'Step {0} did not end: the session was ended and went on by itself from the checkpoint of step {1}.',
    formatCount(step),
    formatCount(from),
  );
  return times === 1 ? happened : `${happened} ${l10n.t('It was the {0}. time in this run.', formatCount(times))}`;
}
