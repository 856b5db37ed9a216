import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { describedLayer, type Described } from '../../src/protocol/equations/described';
import { equationsOf } from '../../src/protocol/equations/equationsOf';
import { wholeEquation } from '../../src/protocol/equations/formula';
import type { Style } from '../../src/protocol/equations/style';
import { equationName, signWords } from '../../src/protocol/equations/words';
import type { Layer } from '../../src/protocol/experiment';
import type { NetworkPreview } from '../../src/protocol/preview';
import { formatCount } from '../../src/protocol/words';
import { cellSize, type CellView } from './cells/cellView';
import { cellViewOf } from './cells/cellViews';
import { setFormula } from '../shared/formula';
import { layerTitle } from './layerTitle';
import { ownCell } from './ownCell';
import type { Actions } from './actions';
import type { Shown } from './shown';

/** The inside of a layer's cell: a picture of one time step and its equations. */
export function cellSection(
  { experiment: { model }, ownCells }: NetworkPreview,
  { view: { layer: chosen }, isDraft }: Pick<Shown, 'view' | 'isDraft'>,
  style: Style,
  actions: Actions,
): TemplateResult {
  const { layers } = model;
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
    <div class="inside" id="inside">
      ${own ? ownCell(own, isDraft, style, actions) : knownCell(view, describedLayer(model, at), layer, style)}
    </div>
  </details>`;
}

const knownCell = (view: CellView, described: Described, layer: Layer, style: Style): TemplateResult =>
  html`${view.inside ? picture(view.name, view.inside(layer, style)) : nothing} ${equationsPart(described, style)}`;

/** Every equation with the full name of what it gives, and what its signs mean. */
function equationsPart(layer: Described, { notation }: Style): TemplateResult {
  const equations = equationsOf(layer, notation);
  return html`<div class="equations">
    <dl>
      ${equations.map(
        (each) =>
          html`<dt>${equationName(each, layer)}</dt>
            <dd>${setFormula(wholeEquation(each))}</dd>`,
      )}
    </dl>
    <p class="quiet">${signWords(equations, layer).join('; ')}</p>
  </div>`;
}

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
