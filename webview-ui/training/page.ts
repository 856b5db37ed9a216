import { t } from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Figure } from './figures';
import { header, type Send } from './header';
import { commandNotice, problemNotice } from './notice';
import type { Said } from './profileVerdict';
import type { RunData } from './runData';
import { sampleSection } from './sampleSection';
import type { ViewState } from './viewState';

/** All the words of the panel; the charts draw on the canvases between them. */
export interface Page {
  data: RunData;
  view: ViewState;
  notice: string | undefined;
  sentences: { loss: string; norm: string; rate: string; verdict: Said | undefined };
  captions: { map: string; curve: string; note: string };
  /** The heat map as people hear it: a slider over training steps. */
  slider: { least: number; greatest: number; at: number; text: string };
  /** The step at which the sample shown was taken at the latest. */
  sampleStep: number;
  figures: Figure[];
  layers: string[];
  hasPictures: boolean;
}

/** What can be done on the page. */
export interface Actions {
  send: Send;
  closeNotice(): void;
  chooseTab(tab: ViewState['tab']): void;
  chooseLayer(layer: number): void;
  showAllSteps(): void;
}

/** The panel of a run. */
export function page(content: Page, actions: Actions): TemplateResult {
  const { data, view, sentences } = content;
  const hasSteps = data.steps.length > 0;
  return html`
    ${header(data, actions.send)} ${commandNotice(content.notice, () => actions.closeNotice())}
    ${problemNotice(data.run, actions.send)}
    <div class="grid">
      ${chartSection('loss', t('Loss'), sentences.loss, allStepsLink(view, actions))}
      ${sampleSection(data, content.sampleStep, actions.send)}
      ${chartSection('norm', t('Gradient norm'), hasSteps ? sentences.norm : '', nothing, !hasSteps)}
      ${figuresSection(content.figures)}
      ${chartSection('rate', t('Learning rate'), sentences.rate, nothing, sentences.rate === '')}
      ${pictures(content, actions)}
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

function allStepsLink({ range }: ViewState, actions: Actions): TemplateResult | typeof nothing {
  return range === undefined
    ? nothing
    : html`<button type="button" class="link" @click=${() => actions.showAllSteps()}>${t('Show all steps')}</button>`;
}

function figuresSection(figures: Figure[]): TemplateResult {
  return html`<section class="now" ?hidden=${figures.length === 0}>
    <div class="head"><h2>${t('Now')}</h2></div>
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

function pictures({ view, sentences, captions, slider, layers, hasPictures }: Page, actions: Actions): TemplateResult {
  const tab = (name: ViewState['tab'], label: string): TemplateResult =>
    html`<unroll-tab slot="header" data-tab=${name} data-controls="pictures">
      <span class="word" data-word=${label}>${label}</span>
    </unroll-tab>`;
  const names = { reach: t('Reach'), profile: t('Gradient profile') };
  return html`<section class="pictures" ?hidden=${!hasPictures}>
    <div class="choices">
      <vscode-tabs
        selected-index=${view.tab === 'reach' ? 0 : 1}
        @vsc-tabs-select=${(event: CustomEvent<{ selectedIndex: number }>) =>
          actions.chooseTab(event.detail.selectedIndex === 0 ? 'reach' : 'profile')}
      >
        ${tab('reach', names.reach)} ${tab('profile', names.profile)}
      </vscode-tabs>
      <span class="note quiet">${captions.note}</span>
      ${layerChooser(layers, view.layer, actions)}
    </div>
    <div id="pictures" role="tabpanel" aria-label=${names[view.tab]}>
      <p class="verdict">${emphasised(sentences.verdict)}</p>
      <div class="pair">
        <section class="map">
          <p class="caption">${captions.map}</p>
          <div class="chart">
            <canvas
              id="mapChart"
              tabindex="0"
              role="slider"
              aria-label=${captions.map}
              aria-description=${t('Arrow keys choose a training step, plus and minus zoom, Escape returns')}
              aria-valuemin=${slider.least}
              aria-valuemax=${slider.greatest}
              aria-valuenow=${slider.at}
              aria-valuetext=${slider.text}
            ></canvas>
          </div>
        </section>
        <section class="curve">
          <p class="caption">${captions.curve}</p>
          <div class="chart"><canvas id="curveChart" role="img" aria-label=${captions.curve}></canvas></div>
        </section>
      </div>
    </div>
  </section>`;
}

function layerChooser(layers: string[], chosen: number, actions: Actions): TemplateResult | typeof nothing {
  if (layers.length < 2) return nothing;
  const change = (event: Event): void =>
    actions.chooseLayer((event.currentTarget as HTMLElement & { selectedIndex: number }).selectedIndex);
  return html`<vscode-single-select .label=${t('Layer')} .selectedIndex=${chosen} @change=${change}>
    ${layers.map((layer, index) => html`<vscode-option value=${index}>${layer}</vscode-option>`)}
  </vscode-single-select>`;
}

function emphasised(said: Said | undefined): TemplateResult | typeof nothing {
  if (said === undefined) return nothing;
  const [before = '', after = ''] = said.emphasis === '' ? [said.sentence] : split(said.sentence, said.emphasis);
  return html`${before}<b>${said.emphasis}</b>${after}`;
}

function split(sentence: string, part: string): [string, string] {
  const at = sentence.indexOf(part);
  return at < 0 ? [sentence, ''] : [sentence.slice(0, at), sentence.slice(at + part.length)];
}
