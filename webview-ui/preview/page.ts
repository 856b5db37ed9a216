import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { TrainingOptions } from '../../src/protocol/experiment';
import { styleOf } from '../../src/protocol/equations/style';
import type { NetworkPreview } from '../../src/protocol/preview';
import { cellSection } from './cellSection';
import { figures } from './figures';
import { folded } from './drawing/folded';
import { markers } from './drawing/primitives';
import { layRows } from './drawing/rows';
import { unrolled } from './drawing/unrolled';
import { sentence, windows } from './drawing/windows';
import { header } from './header';
import { partsOf } from './network';
import { parameterTable } from './parameterTable';
import type { Actions } from './actions';
import type { Shown } from './shown';

/** The preview of an experiment. */
export function page(shown: Shown, actions: Actions): TemplateResult {
  const { preview, problems } = shown;
  return html`
    ${markers} ${header(shown, actions)} ${problems.map(problem)} ${notice(shown, actions)}
    ${preview ? html`<div class=${problems.length > 0 ? 'stale' : ''}>${content(shown, preview, actions)}</div>` : nothing}
  `;
}

/** The panel until its experiment comes, when that takes long. */
export const waitingPage = (): TemplateResult =>
  html`<p class="quiet waiting" role="status">${l10n.t('The experiment is being read.')}</p>`;

function content(shown: Shown, preview: NetworkPreview, actions: Actions): TemplateResult {
  const { training } = preview.experiment;
  const { notation } = shown;
  const style = styleOf(notation);
  const rows = layRows(partsOf(preview, notation));
  const isNarrow = shown.width < 720;
  const room = isNarrow ? shown.width : shown.width - foldedWidth;
  return html`
    ${figures(shown, preview, actions)}
    <div class="network">
      <section>
        <h2>${l10n.t('Folded')}</h2>
        ${folded(rows, training.batch, style)}
      </section>
      <section>
        <h2>${l10n.t('Unrolled in time')} <span class="quiet">${l10n.t('shapes: batch × features')}</span></h2>
        ${unrolled(preview, rows, room, style)}
      </section>
    </div>
    ${cellSection(preview, shown, style, actions)}
    <section>
      <h2>${l10n.t('Windows over the text')}</h2>
      <p class="quiet">${sentence(training)}</p>
      ${windows(training, shown.width)} ${windowKey(training)}
    </section>
    ${parameterTable(preview)}
  `;
}

const foldedWidth = 276 + 28;

const windowKey = ({ window, stride, carryState, outputs }: TrainingOptions): TemplateResult =>
  html`<p class="key quiet">
    <span class="counted">${l10n.t('losses count')}</span>
    ${outputs === 'last' ? html`<span class="read">${l10n.t('read without a loss')}</span>` : nothing}
    ${outputs === 'each' && stride < window ? html`<span class="read">${l10n.t('read again')}</span>` : nothing}
    <span class="gradient">${l10n.t('gradient, cut at the beginning')}</span>
    ${carryState ? html`<span class="state">${l10n.t('state carried')}</span>` : nothing}
  </p>`;

const problem = ({ message, remedy }: Shown['problems'][number]): TemplateResult =>
  html`<div class="notice" role="alert">
    <p><b>${message}</b> ${remedy}</p>
  </div>`;

function notice({ notice: message }: Shown, actions: Actions): TemplateResult | typeof nothing {
  if (message === undefined) return nothing;
  return html`<div class="notice" role="alert">
    <p>
      ${message}
      <button type="button" class="link" @click=${() => actions.closeNotice()}>${l10n.t('Dismiss')}</button>
    </p>
  </div>`;
}
