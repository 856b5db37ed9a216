import { t } from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { Send } from './header';

/** The panel while it has no run: one sentence and one action. */
export function emptyPage(send: Send): TemplateResult {
  return html`<div class="empty">
    <p>${t('No run is open. Train an experiment, or choose a run in the explorer.')}</p>
    <vscode-button @click=${() => send({ type: 'openExperiment' })}>${t('Open an Experiment')}</vscode-button>
  </div>`;
}
