import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import { formatCount, formatDecimals } from '../../src/protocol/words';
import type { Send } from './actions';
import type { RunData } from './runData';

/** The text that was sampled last, or last before the chosen step. */
export function sampleSection(data: RunData, step: number, send: Send): TemplateResult {
  const sample = data.sampleAt(step);
  const about =
    sample === undefined
      ? ''
      : l10n.t('step {0}, temperature {1}', formatCount(sample.step), formatDecimals(sample.temperature, 1));
  return html`<section class="sample" ?hidden=${sample === undefined}>
    <div class="head">
      <h2>${l10n.t('Sample')}</h2>
      <p>${about}</p>
      <button
        type="button"
        class="link"
        title=${l10n.t('Samples another text')}
        @click=${() => send({ type: 'sample' })}
      >
        ${l10n.t('Again')}
      </button>
    </div>
    <pre>${sample?.text ?? ''}</pre>
  </section>`;
}
