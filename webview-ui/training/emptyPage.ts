import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Send } from './actions';

/** The panel while it has no run: why, and one action. */
export function emptyPage(notice: string | undefined, send: Send): TemplateResult {
  return html`<div class="empty">
    <p>${notice ?? l10n.t('No run is open. Train an experiment, or choose a run in the explorer.')}</p>
    <vscode-button @click=${() => send({ type: 'openExperiment' })}>${l10n.t('Open an Experiment')}</vscode-button>
  </div>`;
}
