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
    return new WriteFailure(path, code, l10n.t('{0} could not be written: {1}.', path, reasonOf(code)), remedy(code));
  }
}

/** Does what writes to a path. @throws WriteFailure where the file system refuses */
export async function reported<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw WriteFailure.of(path, error);
  }
}

/** The system's code of a failure, as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined;
}

/** Why the file system refused, in words that end a sentence. @param code as ENOSPC */
export const reasonOf = (code: string): string => refusalOf(code)[0];

const remedy = (code: string): string => refusalOf(code)[1];

/** Why a disk refuses, and what to do about it. */
function refusalOf(code: string): [reason: string, remedy: string] {
  const moreSpace = l10n.t('Free some space on that disk, for example by deleting old runs, and try again.');
  const putBack = l10n.t('Put the folder back, or connect its disk again, and try again.');
  const writable = l10n.t(
    'Make the folder writable, or use another one (runs lie beside their experiment), and try again.',
  );
  const moveAway = l10n.t('Move that away or choose another name, and try again.');
  const lookAfter = l10n.t('Look after that disk, and try again.');
  switch (code) {
    case 'ENOSPC':
      return [l10n.t('the disk is full'), moreSpace];
    case 'EDQUOT':
      return [l10n.t('the disk quota is used up'), moreSpace];
    case 'EFBIG':
      return [l10n.t('it would be larger than this file system or the limit of the process allows'), lookAfter];
    case 'EROFS':
      return [l10n.t('the disk can only be read'), writable];
    case 'EACCES':
    case 'EPERM':
      return [l10n.t('this user may not write there'), writable];
    case 'ELOOP':
      return [l10n.t('a link there leads back to itself'), lookAfter];
    case 'EIO':
      return [l10n.t('the disk reports a fault'), lookAfter];
    case 'ENOENT':
      return [l10n.t('its folder is gone'), putBack];
    case 'ENODEV':
    case 'ENXIO':
    case 'ESTALE':
    case 'ENOTCONN':
    case 'EHOSTDOWN':
    case 'ETIMEDOUT':
      return [l10n.t('the disk is gone'), putBack];
    case 'ENOTDIR':
      return [l10n.t('a file stands where its folder should be'), l10n.t('Move that file away, and try again.')];
    case 'EISDIR':
      return [l10n.t('a folder stands where it should be'), moveAway];
    case 'EEXIST':
      return [l10n.t('there is something of that name already'), moveAway];
    case 'ENAMETOOLONG':
      return [
        l10n.t('its path is longer than this system allows'),
        l10n.t('Use a shorter name or a folder with a shorter path, and try again.'),
      ];
    case 'EMFILE':
    case 'ENFILE':
      return [
        l10n.t('too many files are open'),
        l10n.t('Close other programs, or raise the limit of open files, and try again.'),
      ];
    default:
      return [l10n.t('the system says {0}', code), lookAfter];
  }
}
