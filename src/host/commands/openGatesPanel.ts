import type { PanelPlace } from '../../protocol/gatesPanel';
import type { Lab } from '../lab';
import { symbolOffsetsOf } from '../lens/documentSymbols';
import { placeOf } from '../lens/placedText';
import type { CommandHandler } from './commandIds';

/** Opens the gates panel: at the place of a link, or at the cursor of a document under the lens. */
export const openGatesPanel =
  (lab: Lab): CommandHandler =>
  async (target) => {
    const place = await placeOf(target);
    if (!place || !lab.lens.covers(place.document.uri)) return lab.gates.show();
    const { layer, quantity, unit } = (target ?? {}) as Partial<PanelPlace>;
    const at = symbolOffsetsOf(place.document).symbolAt(place.offset);
    lab.gates.show(place.document, { at, layer, quantity, unit });
  };
