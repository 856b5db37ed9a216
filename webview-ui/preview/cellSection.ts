import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Layer } from '../../src/protocol/experiment';
import type { NetworkPreview } from '../../src/protocol/preview';
import { formatCount } from '../../src/protocol/words';
import { cellSize, type CellView } from './cells/cellView';
import { cellViewOf } from './cells/cellViews';
import { formula } from './formula';
import { layerTitle } from './layerTitle';
import { ownCell } from './ownCell';
import type { Actions, Shown } from './page';

/** The inside of a layer's cell: a picture of one time step and its equations. */
export function cellSection(
  { experiment, ownCells }: NetworkPreview,
  { view: { layer: chosen }, isDraft }: Pick<Shown, 'view' | 'isDraft'>,
  actions: Actions,
): TemplateResult {
  const { layers } = experiment.model;
  const at = Math.min(chosen, layers.length - 1);
  const layer = layers[at]!;
  const view = cellViewOf(layer);
  const own = ownCells.find((each) => each.layer === at);
  return html`<details class="cell" open>
    <summary>
      <h2>${l10n.t('Inside {0}', layers.length > 1 ? layerName(layer, at) : layerTitle(layer))}</h2>
      <span class="quiet">${l10n.t('one time step')}</span>
    </summary>
    ${layers.length > 1 ? tabs(layers, at, actions) : nothing}
    <div class="inside" id="inside">${own ? ownCell(own, isDraft, actions) : knownCell(view, layer)}</div>
  </details>`;
}

const knownCell = (view: CellView, layer: Layer): TemplateResult =>
  html`${view.inside ? picture(view.name, view.inside(layer)) : nothing}
    <div class="equations">
      ${view.equations(layer).map((line) => html`<p>${formula(line)}</p>`)}
      <p class="quiet">${l10n.t('∗ unit by unit; σ the logistic function')}</p>
    </div>`;

function picture(name: string, inside: unknown): TemplateResult {
  const { width, height } = cellSize;
  return html`<div class="picture">
    <svg
      class="inner"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${l10n.t('One time step of {0}; the equations beside say the same', name)}
    >
      ${inside}
    </svg>
  </div>`;
}

function tabs(layers: Layer[], at: number, actions: Actions): TemplateResult {
  return html`<vscode-tabs
    selected-index=${at}
    @vsc-tabs-select=${(event: CustomEvent<{ selectedIndex: number }>) => actions.chooseLayer(event.detail.selectedIndex)}
  >
    ${layers.map(
      (layer, index) => html`<unroll-tab slot="header" data-controls="inside">${layerName(layer, index)}</unroll-tab>`,
    )}
  </vscode-tabs>`;
}

const layerName = (layer: Layer, at: number): string =>
  l10n.t('layer {0}: {1}', formatCount(at + 1), layerTitle(layer));
