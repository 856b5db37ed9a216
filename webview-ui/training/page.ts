import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { baselineNote } from '../../src/protocol/baselineWords';
import type { Actions } from './actions';
import type { Figure } from './figures';
import { header } from './header';
import { commandNotice, problemNotice } from './notice';
import { picturesSection } from './picturesSection';
import type { Page } from './pageContent';
import { hasRegulariser, regulariserSentence } from './regulariserPicture';
import { sampleSection } from './sampleSection';
import type { ViewState } from './viewState';

/** The panel of a run. */
export function page(content: Page, actions: Actions): TemplateResult {
  const { data, sentences } = content;
  const hasSteps = data.steps.length > 0;
  return html`
    ${header(data, actions.send)} ${commandNotice(content.notice, () => actions.closeNotice())}
    ${problemNotice(data.run, actions.send)}
    <div class="grid">
      ${chartSection('loss', l10n.t('Loss'), sentences.loss, lossExtra(content, actions))}
      ${sampleSection(data, content.sampleStep, actions.send)}
      ${chartSection('norm', l10n.t('Gradient norm'), hasSteps ? sentences.norm : '', nothing, !hasSteps)}
      ${figuresSection(content.figures)}
      ${chartSection('rate', l10n.t('Learning rate'), sentences.rate, nothing, sentences.rate === '')}
      ${picturesSection(content, actions)}
      ${chartSection('regulariser', l10n.t('Regulariser'), regulariserSentence(data), nothing, !hasRegulariser(data))}
    </div>
  `;
}

function chartSection(
  name: string,
  title: string,
  sentence: string,
  extra: TemplateResult | typeof nothing,
  isHidden = false,
): TemplateResult {
  return html`<section class=${name} ?hidden=${isHidden}>
    <div class="head">
      <h2>${title}</h2>
      <p>${sentence}</p>
      ${extra}
    </div>
    <div class="chart"><canvas id="${name}Chart" role="img" aria-label="${title}. ${sentence}"></canvas></div>
  </section>`;
}

/** Of which text the lines beside the losses are, and the way back from a range of steps. */
const lossExtra = ({ data, view }: Page, actions: Actions): TemplateResult => html`
  <p>${baselineNote(data.run.baselines)}</p>
  ${allStepsLink(view, actions)}
`;

function allStepsLink({ range }: ViewState, actions: Actions): TemplateResult | typeof nothing {
  return range === undefined
    ? nothing
    : html`<button type="button" class="link" @click=${() => actions.showAllSteps()}>
        ${l10n.t('Show all steps')}
      </button>`;
}

function figuresSection(figures: Figure[]): TemplateResult {
  return html`<section class="now" ?hidden=${figures.length === 0}>
    <div class="head"><h2>${l10n.t('Now')}</h2></div>
    <table>
      <tbody>
        ${figures.map(
          ({ name, value, unit }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
              <td>${unit}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}
