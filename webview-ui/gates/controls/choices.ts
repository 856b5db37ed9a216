import * as l10n from '@vscode/l10n';
import { cellNames } from '../../../src/protocol/cellNames';
import type { CellName } from '../../../src/protocol/experiment';
import type { PanelLayer } from '../../../src/protocol/gatesPanel';
import type { PanelQuantity } from '../../../src/protocol/lens';
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../../src/protocol/words';
import type { Actions } from '../actions';
import { exportMenu } from './exportMenu';
import { isGradient } from '../../../src/protocol/quantities';
import { tabName } from '../words/tabName';
import { probeButton } from './probeStrip';
import type { Beside, Shown } from '../shown';
import type { Zoom } from '../painting/textAxis';
import { orders, type Order } from '../viewState';

/**
 * Text and lens; what of the layer is pictured and how near; layer, order and what can be taken away from here. The
 * Tab key goes through them in this order, wherever they stand.
 */
export const top = (shown: Shown, beside: Beside, actions: Actions): TemplateResult =>
  html`<header>
    ${heading(shown, actions)} ${pictureChoices(shown, actions)}
    <div class="tools">${layerChoice(shown, actions)} ${orderChoice(shown, actions)}</div>
    <div class="icons">${probeButton(shown, beside.hasProbe, beside.isProbeAsked, actions)} ${exportMenu(actions)}</div>
  </header>`;

function heading({ data: { lens, text } }: Shown, actions: Actions): TemplateResult {
  const through =
    lens.step === undefined
      ? l10n.t('through {0}', lens.name)
      : l10n.t('through {0}, step {1}', lens.name, formatCount(lens.step));
  const choose = (): void => actions.send({ type: 'chooseLens' });
  return html`<div class="heading">
    <h1>${text.name}</h1>
    <span class="dot quiet" aria-hidden="true">·</span>
    <button type="button" class="lens" title=${l10n.t('Choose another lens')} @click=${choose}>${through}</button>
  </div>`;
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

function layerChoice({ data, view }: Shown, actions: Actions): TemplateResult | typeof nothing {
  const { layers } = data.lens;
  if (layers.length < 2) return nothing;
  const change = (event: Event): void => actions.change({ layer: Number(valueOf(event)), unit: undefined });
  return html`<div class="tool">
    <span>${l10n.t('Layer')}</span>
    <vscode-single-select class="layer" .label=${l10n.t('Layer')} .value=${String(view.layer)} @change=${change}>
      ${layers.map(
        ({ cell, units }, index) =>
          html`<vscode-option value=${index}>${layerWords(index, layers.length, cell, units)}</vscode-option>`,
      )}
    </vscode-single-select>
  </div>`;
}

const layerWords = (index: number, count: number, cell: CellName, units: number): string =>
  l10n.t('{0} of {1}: {2}, {3}', index + 1, count, cellNames[cell], formatCount(units));

function orderChoice({ view }: Shown, actions: Actions): TemplateResult {
  const change = (event: Event): void => actions.change({ order: valueOf(event) as Order });
  return html`<div class="tool">
    <span>${l10n.t('Sort units by')}</span>
    <vscode-single-select class="order" .label=${l10n.t('Sort units by')} .value=${view.order} @change=${change}>
      ${orders.map((order) => html`<vscode-option value=${order}>${orderName(order)}</vscode-option>`)}
    </vscode-single-select>
  </div>`;
}

function orderName(order: Order): string {
  const names: Record<Order, () => string> = {
    similarity: () => l10n.t('similarity'),
    value: () => l10n.t('value at this symbol'),
    mean: () => l10n.t('mean over the text'),
    number: () => l10n.t('number'),
  };
  return names[order]();
}

function pictureChoices({ view, layer }: Shown, actions: Actions): TemplateResult {
  const quantities = layer.quantities.filter((quantity) => !view.play || !isGradient(quantity)); // none is played
  const choose = ({ detail }: CustomEvent<{ selectedIndex: number }>): void => {
    const quantity = quantities[detail.selectedIndex];
    if (quantity !== undefined && quantity !== view.quantity) actions.change({ quantity });
  };
  return html`<div class="choices">
    <vscode-tabs selected-index=${quantities.indexOf(view.quantity)} @vsc-tabs-select=${choose}>
      ${quantities.map((quantity, index) => tab(quantity, quantities[index - 1], layer))}
    </vscode-tabs>
    <vscode-checkbox
      ?hidden=${view.play !== undefined}
      .checked=${view.isDifference}
      label=${l10n.t('Difference from own mean')}
      title=${l10n.t('Each unit less its own mean over the text')}
      @change=${(event: Event) => actions.change({ isDifference: (event.currentTarget as HTMLInputElement).checked })}
    ></vscode-checkbox>
    <div class="zoom" role="toolbar" aria-label=${l10n.t('Zoom')}>
      ${zoomButton('zoom-out', 'out', l10n.t('Zoom out'), actions)}
      ${zoomButton('zoom-in', 'in', l10n.t('Zoom in'), actions)}
      ${zoomButton('arrow-both', 'whole', l10n.t('Whole text'), actions)}
      ${zoomButton('case-sensitive', 'characters', l10n.t('Single characters'), actions)}
    </div>
  </div>`;
}

/** Tabs of one sense stand together: gates and candidate, states, gradients. */
function tab(quantity: PanelQuantity, before: PanelQuantity | undefined, layer: PanelLayer): TemplateResult {
  const label = tabName(quantity, layer);
  const isFirst = before !== undefined && groupOf(quantity) !== groupOf(before);
  return html`<unroll-tab slot="header" class=${isFirst ? 'first' : ''} data-tab=${quantity} data-controls="picture">
    <span class="word" data-word=${label}>${label}</span>
  </unroll-tab>`;
}

const groupOf = (quantity: PanelQuantity): string =>
  isGradient(quantity) ? 'gradients' : quantity === 'c' || quantity === 'h' ? 'states' : 'gates';

const zoomButton = (icon: string, zoom: Zoom, label: string, actions: Actions): TemplateResult =>
  html`<button type="button" class="icon" title=${label} aria-label=${label} @click=${() => actions.zoom(zoom)}>
    <span class="codicon codicon-${icon}" aria-hidden="true"></span>
  </button>`;
