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

/** One of the threads works no more, and the others cannot go on without it. */
export function threadStopped(): UserError {
  return new UserError(
    l10n.t('A thread of the kernels has stopped, so nothing more can be computed here.'),
    l10n.t('Resume from the last checkpoint. If it happens again, set "unroll.threads" to 1.'),
  );
}
