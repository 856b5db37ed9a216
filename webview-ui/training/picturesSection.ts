import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Actions } from './actions';
import type { Page } from './pageContent';
import type { Said } from './profileVerdict';
import type { ViewState } from './viewState';

/** Reach and gradient profile: the choice between them, the verdict, the heat map and its curve. */
export function picturesSection(content: Page, actions: Actions): TemplateResult {
  const { view, sentences, hasPictures } = content;
  return html`<section class="pictures" ?hidden=${!hasPictures}>
    ${choices(content, actions)}
    <div id="pictures" role="tabpanel" aria-label=${tabNames()[view.tab]}>
      <p class="verdict">${emphasised(sentences.verdict)}</p>
      <div class="pair" ?hidden=${sentences.verdict === undefined}>${map(content)} ${curve(content)}</div>
    </div>
  </section>`;
}

const tabNames = (): Record<ViewState['tab'], string> => ({
  reach: l10n.t('Reach'),
  profile: l10n.t('Gradient profile'),
});

function choices({ view, captions, layers }: Page, actions: Actions): TemplateResult {
  const choose = (event: CustomEvent<{ selectedIndex: number }>): void =>
    actions.chooseTab(event.detail.selectedIndex === 0 ? 'reach' : 'profile');
  return html`<div class="choices">
    <vscode-tabs selected-index=${view.tab === 'reach' ? 0 : 1} @vsc-tabs-select=${choose}>
      ${tab('reach')} ${tab('profile')}
    </vscode-tabs>
    <span class="note quiet">${captions.note}</span>
    ${layerChooser(layers, view.layer, actions)}
  </div>`;
}

function tab(name: ViewState['tab']): TemplateResult {
  const label = tabNames()[name];
  return html`<unroll-tab slot="header" data-tab=${name} data-controls="pictures">
    <span class="word" data-word=${label}>${label}</span>
  </unroll-tab>`;
}

function map({ captions, slider }: Page): TemplateResult {
  return html`<section class="map">
    <p class="caption">${captions.map}</p>
    <div class="chart">
      <canvas
        id="mapChart"
        tabindex="0"
        role="slider"
        aria-label=${captions.map}
        aria-description=${l10n.t('Arrow keys choose a training step, plus and minus zoom, Escape returns')}
        aria-valuemin=${slider.least}
        aria-valuemax=${slider.greatest}
        aria-valuenow=${slider.at}
        aria-valuetext=${slider.text}
      ></canvas>
    </div>
  </section>`;
}

function curve({ captions }: Page): TemplateResult {
  return html`<section class="curve">
    <p class="caption">${captions.curve}</p>
    <div class="chart"><canvas id="curveChart" role="img" aria-label=${captions.curve}></canvas></div>
  </section>`;
}

function layerChooser(layers: string[], chosen: number, actions: Actions): TemplateResult | typeof nothing {
  if (layers.length < 2) return nothing;
  const change = (event: Event): void =>
    actions.chooseLayer((event.currentTarget as HTMLElement & { selectedIndex: number }).selectedIndex);
  return html`<vscode-single-select .label=${l10n.t('Layer')} .selectedIndex=${chosen} @change=${change}>
    ${layers.map((layer, index) => html`<vscode-option value=${index}>${layer}</vscode-option>`)}
  </vscode-single-select>`;
}

function emphasised(said: Said | undefined): TemplateResult {
  if (said === undefined) return html`${l10n.t('Nothing of this has been recorded yet.')}`;
  const [before = '', after = ''] = said.emphasis === '' ? [said.sentence] : split(said.sentence, said.emphasis);
  return html`${before}<b>${said.emphasis}</b>${after}`;
}

function split(sentence: string, part: string): [string, string] {
  const at = sentence.indexOf(part);
  return at < 0 ? [sentence, ''] : [sentence.slice(0, at), sentence.slice(at + part.length)];
}
