import { l10n } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lens, OpenLens } from './lens';

/** The open lens. @throws UserError where there is none */
export function requireLens(lens: Lens): OpenLens {
  if (lens.current) return lens.current;
  throw new UserError(
    lens.failure ?? l10n.t('No lens is open.'),
    l10n.t('Choose one with the command Unroll: Look Through This Run.'),
  );
}
