import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../../src/protocol/words';
import type { Actions } from '../actions';
import type { Shown } from '../shown';

/** The button that changes between the document and the probe text. */
export function probeButton({ data }: Shown, hasProbe: boolean, isAsked: boolean, actions: Actions): TemplateResult {
  const isShown = data.text.probe !== undefined;
  const press = (): void => {
    if (isShown) actions.send({ type: 'leaveProbe', isReleased: false });
    else if (hasProbe) actions.send({ type: 'holdProbe' });
    else actions.askForProbe(!isAsked);
  };
  const title = isShown ? l10n.t('Back to the document') : l10n.t('Hold a probe text: its gates are seen to form');
  return html`<button
    type="button"
    class="icon"
    aria-pressed=${String(isShown || isAsked)}
    title=${title}
    aria-label=${l10n.t('Probe text')}
    @click=${press}
  >
    <span class=${`codicon codicon-${isShown ? 'pinned' : 'pin'}`} aria-hidden="true"></span>
  </button>`;
}

/** The probe text, to be typed; nothing where neither one is shown nor asked for. */
export function probeStrip({ data }: Shown, isAsked: boolean, actions: Actions): TemplateResult | typeof nothing {
  const { probe } = data.text;
  if (probe === undefined && !isAsked) return nothing;
  const hold = (event: Event): void => {
    const text = (event.currentTarget as HTMLInputElement).value;
    if (text !== (probe ?? '')) actions.send({ type: 'holdProbe', text });
  };
  const close = (): void => {
    actions.askForProbe(false);
    if (probe !== undefined) actions.send({ type: 'leaveProbe', isReleased: true });
  };
  return html`<div class="strip probe" role="group" aria-label=${l10n.t('Probe text')}>
    <b>${l10n.t('Probe text')}</b>
    <vscode-textfield
      .label=${l10n.t('Probe text')}
      placeholder=${l10n.t('Type a passage, then Enter')}
      .value=${probe ?? ''}
      ?autofocus=${isAsked}
      @change=${hold}
    ></vscode-textfield>
    <span class="quiet">${heldWords(data)}</span>
    <button
      type="button"
      class="icon close"
      title=${l10n.t('Let the probe text go')}
      aria-label=${l10n.t('Let the probe text go')}
      @click=${close}
    >
      <span class="codicon codicon-close" aria-hidden="true"></span>
    </button>
  </div>`;
}

/** That it is held, and what of its forming is seen. */
function heldWords({ text, lens, formed }: Shown['data']): string {
  if (text.probe === undefined) return '';
  if (lens.step === undefined) return l10n.t('These weights have no steps: nothing forms.');
  const count = formed?.pictures.length ?? 0;
  return count < 2
    ? l10n.t('Read again at each checkpoint that the lens follows; this is step {0}.', formatCount(lens.step))
    : l10n.t('Read again at each checkpoint that the lens follows: {0} so far.', formatCount(count));
}
