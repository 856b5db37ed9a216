import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/protocol/words';
import type { Actions } from './actions';
import { top } from './controls/choices';
import { spokenPlace } from './words/place';
import { playSentence } from './words/playSentence';
import { playStrip } from './controls/playStrip';
import { formedPictures } from './painting/paintFormed';
import { probeStrip } from './controls/probeStrip';
import { fullName } from '../../src/protocol/quantityWords';
import { readout } from './controls/readout';
import { pictureSentence, unknownSentence } from './words/sentence';
import type { Beside, Shown } from './shown';
import { inView } from './painting/textAxis';

/** The panel of a text under a lens: all its words; the pictures are drawn on the canvases between them. */
export function page(shown: Shown, beside: Beside, actions: Actions): TemplateResult {
  const { view } = shown;
  return html`
    ${top(shown, beside, actions)} ${noticeOf(beside.notice, actions)}
    ${probeStrip(shown, beside.isProbeAsked, actions)} ${playStrip(shown, actions)} ${sentence(shown)}
    <div class="pair">
      <div id="picture" role="tabpanel" aria-label=${fullName(view.quantity, shown.layer)}>
        ${figure(shown)} ${formed(shown)} ${whole(shown)}
      </div>
      ${readout(shown, actions)}
    </div>
  `;
}

/** What is seen, or what playing has come to. */
function sentence(shown: Shown): TemplateResult {
  const { view, layer, overview, data } = shown;
  if (view.play !== undefined) {
    const said = playSentence(shown);
    if (said === undefined)
      return html`<p class="sentence quiet">${l10n.t('The text is read again with the change.')}</p>`;
    return html`<p class="sentence">${said.before}<b>${said.emphasis}</b>${said.after}</p>`;
  }
  const { emphasis, rest } = pictureSentence(view.quantity, layer, overview);
  const isRead = (overview?.traced ?? 0) > 0;
  const reading = isRead ? nothing : html`<span class="quiet reading">${l10n.t('Reading the text …')}</span>`;
  return html`<p class="sentence"><b>${emphasis}</b>${rest} ${unknownSentence(data.text) ?? nothing} ${reading}</p>`;
}

function figure(shown: Shown): TemplateResult {
  const { view, data } = shown;
  return html`<div class="figure">
    <canvas
      id="figure"
      tabindex="0"
      role="slider"
      aria-label=${l10n.t('{0} of {1} units by the characters of the text', fullName(view.quantity, shown.layer), shown.layer.units)}
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

/** The probe text at the checkpoints that were followed. */
function formed(shown: Shown): TemplateResult | typeof nothing {
  const pictures = formedPictures(shown);
  if (pictures.length === 0) return nothing;
  const [first, last] = [pictures[0]!.step, pictures.at(-1)!.step].map(formatCount);
  const words = l10n.t('How it has formed, from step {0} to {1}', first!, last!);
  return html`<div class="formed">
    <h2>${words}</h2>
    <canvas id="formed" role="img" aria-label=${words}></canvas>
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
function noticeOf(notice: string | undefined, actions: Actions): TemplateResult | typeof nothing {
  if (notice === undefined) return nothing;
  return html`<div class="notice" role="alert">
    <p>
      ${notice}
      <button type="button" class="link" @click=${() => actions.closeNotice()}>${l10n.t('Dismiss')}</button>
    </p>
  </div>`;
}
