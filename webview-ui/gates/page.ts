import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/protocol/words';
import type { Actions } from './actions';
import { top } from './choices';
import { spokenPlace } from './place';
import { fullName } from './quantities';
import { readout } from './readout';
import { pictureSentence, unknownSentence } from './sentence';
import type { Shown } from './shown';
import { inView } from './textAxis';

/** The panel of a text under a lens: all its words; the pictures are drawn on the canvases between them. */
export function page(shown: Shown, notice: string | undefined, actions: Actions): TemplateResult {
  const { view, layer, overview, data } = shown;
  const { emphasis, rest } = pictureSentence(view.quantity, layer, overview);
  const unknown = unknownSentence(data.text);
  return html`
    ${top(shown, actions)} ${noticeOf(notice, actions)}
    <p class="sentence"><b>${emphasis}</b>${rest} ${unknown ?? nothing}</p>
    <div class="pair">
      <div id="picture" role="tabpanel" aria-label=${fullName(view.quantity)}>${figure(shown)} ${whole(shown)}</div>
      ${readout(shown, actions)}
    </div>
  `;
}

function figure(shown: Shown): TemplateResult {
  const { view, data } = shown;
  return html`<div class="figure">
    <canvas
      id="figure"
      tabindex="0"
      role="slider"
      aria-label=${l10n.t('{0} of {1} units by the characters of the text', fullName(view.quantity), shown.layer.units)}
      aria-description=${l10n.t(
        'Left and right choose a character, up and down a unit, plus and minus zoom, Escape lets the unit go',
      )}
      aria-valuemin="1"
      aria-valuemax=${data.text.symbols}
      aria-valuenow=${view.at + 1}
      aria-valuetext=${spokenPlace(shown)}
    ></canvas>
  </div>`;
}

function whole(shown: Shown): TemplateResult {
  const { from, to } = inView(shown.axis, shown.room);
  return html`<div class="whole">
    <canvas
      id="whole"
      tabindex="0"
      role="slider"
      aria-label=${l10n.t('Whole text')}
      aria-description=${l10n.t('Left and right move the view, plus and minus zoom')}
      aria-valuemin="1"
      aria-valuemax=${shown.room.symbols}
      aria-valuenow=${from + 1}
      aria-valuetext=${l10n.t('characters {0} to {1} in view', formatCount(from + 1), formatCount(to))}
    ></canvas>
  </div>`;
}

/** What could not be carried out. */
export function noticeOf(notice: string | undefined, actions: Actions): TemplateResult | typeof nothing {
  if (notice === undefined) return nothing;
  return html`<div class="notice" role="alert">
    <p>
      ${notice}
      <button type="button" class="link" @click=${() => actions.closeNotice()}>${l10n.t('Dismiss')}</button>
    </p>
  </div>`;
}
