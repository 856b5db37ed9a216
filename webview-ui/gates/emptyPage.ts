import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { FromGatesPanel, NothingToShow } from '../../src/protocol/gatesPanel';
import type { Actions } from './actions';

/** The panel while there is nothing to look at: why, and one action. */
export function emptyPage(
  nothingToShow: NothingToShow | { why: 'emptyText'; text: string },
  actions: Actions,
): TemplateResult {
  const { sentence, label, message } = content(nothingToShow);
  return html`<div class="empty">
    <p>${sentence}</p>
    <vscode-button @click=${() => actions.send(message)}>${label}</vscode-button>
  </div>`;
}

function content(nothingToShow: NothingToShow | { why: 'emptyText'; text: string }): {
  sentence: string;
  label: string;
  message: FromGatesPanel;
} {
  const chooseText = { label: l10n.t('Choose a Text'), message: { type: 'chooseText' } as const };
  switch (nothingToShow.why) {
    case 'noLens':
      return {
        sentence: l10n.t('No lens is open. Choose a run, and its gates can be seen over a text.'),
        label: l10n.t('Look Through a Run'),
        message: { type: 'chooseLens' },
      };
    case 'noText':
      return { sentence: l10n.t('{0} is the lens. Choose a text to look at.', nothingToShow.lens), ...chooseText };
    case 'emptyText':
      return { sentence: l10n.t('{0} is empty: there is nothing to look at.', nothingToShow.text), ...chooseText };
    case 'failed':
      return { sentence: nothingToShow.message, label: l10n.t('Try Again'), message: { type: 'retry' } };
  }
}

/** The panel until the first message comes, when that takes long. */
export const waitingPage = (): TemplateResult =>
  html`<div class="empty"><p class="quiet">${l10n.t('The lens is being opened.')}</p></div>`;
