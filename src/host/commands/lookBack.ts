import { l10n, ProgressLocation, window } from 'vscode';
import { UserError } from '../../protocol/userError';
import type { Lab } from '../lab';
import { placeOf } from '../lens/placedText';
import { requireLens } from '../lens/requireLens';
import type { CommandHandler } from './commandIds';

/** Colours what the prediction of one symbol depends on: that of a link, or the one at the cursor. */
export const lookBack =
  (lab: Lab): CommandHandler =>
  async (target) => {
    requireLens(lab.lens);
    const place = await placeOf(target);
    if (!place || !lab.lens.covers(place.document.uri))
      throw new UserError(
        l10n.t('The lens does not look at this document.'),
        l10n.t('Let it, with the command Unroll: Look at This Document.'),
      );
    const { document, offset } = place;
    const shown = await window.withProgress({ location: ProgressLocation.Window, title: l10n.t('Looking back') }, () =>
      lab.lookingBack.start(document, offset),
    );
    if (shown) lab.gates.choose(document, { at: shown.at, isLookingBack: true });
  };
