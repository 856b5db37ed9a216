import * as l10n from '@vscode/l10n';
import { UserError } from '../protocol/userError';

/** A file of a run that could not be written. Nothing is lost by it: what was to be written is still in memory. */
export class WriteFailure extends UserError {
  constructor(
    readonly path: string,
    /** The system's code, as ENOSPC. */
    readonly code: string,
    message: string,
    remedy: string,
  ) {
    super(message, remedy);
    this.name = 'WriteFailure';
  }

  /** The failure for what the file system threw; anything else it threw is a bug and goes on as it is. */
  static of(path: string, error: unknown): unknown {
    const code = errorCode(error);
    if (code === undefined || error instanceof WriteFailure) return error;
    return new WriteFailure(path, code, l10n.t('{0} could not be written: {1}.', path, reason(code)), remedy(code));
  }
}

/** The system's code of a failure, as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

function reason(code: string): string {
  switch (code) {
    case 'ENOSPC':
      return l10n.t('the disk is full');
    case 'EDQUOT':
      return l10n.t('the disk quota is used up');
    case 'EFBIG':
      return l10n.t('it would be larger than this file system or the limit of the process allows');
    case 'EROFS':
      return l10n.t('the disk can only be read');
    case 'EIO':
      return l10n.t('the disk reports a fault');
    case 'ENOENT':
      return l10n.t('its folder is gone');
    case 'ENOTDIR':
    case 'EEXIST':
      return l10n.t('a file stands where its folder should be');
    case 'EACCES':
    case 'EPERM':
      return l10n.t('this user may not write there');
    default:
      return l10n.t('the system says {0}', code);
  }
}

function remedy(code: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('Free some space on that disk, for example by deleting old runs, and try again.');
    case 'ENOTDIR':
    case 'EEXIST':
      return l10n.t('Move that file away, and try again.');
    case 'ENOENT':
      return l10n.t('Put the folder back, or connect its disk again, and try again.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t('Make the folder writable, or move the experiment to a folder that is, and try again.');
    default:
      return l10n.t('Look after that disk, and try again.');
  }
}
