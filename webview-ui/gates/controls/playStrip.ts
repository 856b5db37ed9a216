import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import type { Intervention, Quantity } from '../../../src/protocol/lens';
import { visibleSymbol } from '../../../src/protocol/symbolWords';
import { formatCount } from '../../../src/protocol/words';
import type { Actions } from '../actions';
import { otherSymbol, playedFrom, unitsOf } from '../asking/intervention';
import { lowered } from '../words/playSentence';
import { fullName } from '../../../src/protocol/quantityWords';
import type { Shown } from '../shown';
import { spokenSymbol } from '../words/spokenSymbol';

type Gate = Extract<Intervention, { kind: 'gate' }>;
type Change = (play: Intervention | undefined) => void;

const valueOf = (event: Event): string => (event.currentTarget as HTMLElement & { value: string }).value;

/** What is played with, every part of it to be changed where it stands; nothing where nothing is. */
export function playStrip(shown: Shown, actions: Actions): TemplateResult | typeof nothing {
  const { play } = shown.view;
  if (play === undefined) return nothing;
  const change: Change = (changed) => actions.change({ play: changed });
  return html`<div class="strip playing" role="group" aria-label=${l10n.t('Playing')}>
    <b>${l10n.t('Playing')}</b>
    ${whatChoice(shown, play, change)}
    ${play.kind === 'gate' ? gateChoices(shown, play, change) : symbolChoices(shown, play, change)}
    <button
      type="button"
      class="icon close"
      title=${l10n.t('End playing (Escape)')}
      aria-label=${l10n.t('End playing')}
      @click=${() => change(undefined)}
    >
      <span class="codicon codicon-close" aria-hidden="true"></span>
    </button>
  </div>`;
}

/** Which gate of which layer, or another symbol. */
function whatChoice({ data, view }: Shown, play: Intervention, change: Change): TemplateResult {
  const { layers, vocabulary } = data.lens;
  const from = playedFrom(play);
  const gates = layers.flatMap(({ playable }, layer) => playable.map((quantity) => ({ layer, quantity })));
  const value = play.kind === 'gate' ? `${play.layer} ${play.quantity}` : 'symbol';
  const choose = (event: Event): void => {
    const chosen = gates.find(({ layer, quantity }) => `${layer} ${quantity}` === valueOf(event));
    if (chosen === undefined)
      return change({ kind: 'symbol', at: from, symbol: otherSymbol(vocabulary, symbolAt(data, from)) ?? '' });
    const before = play.kind === 'gate' ? play : ({ kind: 'gate', value: 0, from } as const);
    const unit = play.kind === 'gate' ? play.unit : view.unit;
    const units = unitsOf(layers[chosen.layer]!, chosen.quantity);
    change({ ...before, ...chosen, unit: unit !== undefined && unit < units ? unit : undefined });
  };
  const name = (layer: number, quantity: Quantity): string => lowered(fullName(quantity, layers[layer]!));
  const words = (layer: number, quantity: Quantity): string =>
    layers.length > 1 ? l10n.t('{0}, layer {1}', name(layer, quantity), layer + 1) : name(layer, quantity);
  return html`<vscode-single-select class="what" .label=${l10n.t('What is changed')} .value=${value} @change=${choose}>
    ${gates.map(
      ({ layer, quantity }) =>
        html`<vscode-option value=${`${layer} ${quantity}`}>${words(layer, quantity)}</vscode-option>`,
    )}
    <vscode-option value="symbol">${l10n.t('another character')}</vscode-option>
  </vscode-single-select>`;
}

function gateChoices(shown: Shown, play: Gate, change: Change): TemplateResult {
  return html`
    ${unitChoice(shown, play, change)}
    <span class="values" role="group" aria-label=${l10n.t('Set to')}>
      <span class="quiet">${l10n.t('at')}</span>
      ${([0, 1] as const).map(
        (value) =>
          html`<button
            type="button"
            class="value"
            aria-pressed=${String(play.value === value)}
            @click=${() => change({ ...play, value })}
          >
            ${value}
          </button>`,
      )}
    </span>
    ${stretchChoice(shown, play, change)}
  `;
}

/** All units, or one: that of the play, or the one that is chosen in the picture. */
function unitChoice({ data, view }: Shown, play: Gate, change: Change): TemplateResult {
  const count = unitsOf(data.lens.layers[play.layer]!, play.quantity);
  const units = [...new Set([play.unit, play.layer === view.layer ? view.unit : undefined])];
  const choose = (event: Event): void =>
    change({ ...play, unit: valueOf(event) === '' ? undefined : Number(valueOf(event)) });
  return html`<vscode-single-select
    class="which"
    .label=${l10n.t('Units')}
    title=${l10n.t('Click a row of the picture to have its unit in this list')}
    .value=${play.unit === undefined ? '' : String(play.unit)}
    @change=${choose}
  >
    <vscode-option value="">${l10n.t('all units')}</vscode-option>
    ${units
      .filter((unit) => unit !== undefined)
      .filter((unit) => unit < count)
      .map((unit) => html`<vscode-option value=${unit}>${l10n.t('unit {0}', formatCount(unit))}</vscode-option>`)}
  </vscode-single-select>`;
}

/** From where to where; both ends can be taken from the chosen character. */
function stretchChoice({ view: { at } }: Shown, play: Gate, change: Change): TemplateResult {
  const { from, to } = play;
  const link = (label: string, changed: Gate): TemplateResult =>
    html`<button type="button" class="link" @click=${() => change(changed)}>${label}</button>`;
  const words =
    to === undefined
      ? l10n.t('from character {0} to the end', formatCount(from + 1))
      : l10n.t('from character {0} to {1}', formatCount(from + 1), formatCount(to));
  const begin = { ...play, from: at, to: to !== undefined && to > at ? to : undefined };
  return html`<span class="stretch">
    <span class="quiet">${words}</span>
    ${at === from ? nothing : link(l10n.t('From here'), begin)}
    ${at < from || to === at + 1 ? nothing : link(l10n.t('To here'), { ...play, to: at + 1 })}
    ${to === undefined ? nothing : link(l10n.t('To the end'), { ...play, to: undefined })}
  </span>`;
}

function symbolChoices(
  { data, view }: Shown,
  play: Extract<Intervention, { kind: 'symbol' }>,
  change: Change,
): TemplateResult {
  const choose = (event: Event): void => change({ ...play, symbol: data.lens.vocabulary[Number(valueOf(event))]! });
  return html`
    <vscode-single-select
      class="which"
      combobox
      .label=${l10n.t('The character to put in')}
      .value=${String(data.lens.vocabulary.indexOf(play.symbol))}
      @change=${choose}
    >
      ${data.lens.vocabulary.map(
        (symbol, index) =>
          html`<vscode-option value=${index} aria-label=${spokenSymbol(symbol)}
            >${visibleSymbol(symbol)}</vscode-option
          >`,
      )}
    </vscode-single-select>
    <span class="stretch">
      <span class="quiet">${l10n.t('in the place of character {0}', formatCount(play.at + 1))}</span>
      ${
        view.at === play.at
          ? nothing
          : html`<button type="button" class="link" @click=${() => change({ ...play, at: view.at })}>
              ${l10n.t('Here')}
            </button>`
      }
    </span>
  `;
}

const symbolAt = ({ symbol }: Shown['data'], at: number): string | undefined =>
  symbol?.at === at ? symbol.symbol : undefined;
