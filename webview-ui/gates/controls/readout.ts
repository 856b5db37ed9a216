import * as l10n from '@vscode/l10n';
import { html, nothing, type TemplateResult } from 'lit';
import { equationsOf } from '../../../src/protocol/equations/equationsOf';
import { wholeEquation, type Equation } from '../../../src/protocol/equations/formula';
import { equationName, sourceWords } from '../../../src/protocol/equations/words';
import type { PanelLayer, PlacedSymbol } from '../../../src/protocol/gatesPanel';
import type { Notation } from '../../../src/protocol/notation';
import { formatCount, formatPercent } from '../../../src/protocol/words';
import { setFormula } from '../../shared/formula';
import type { Actions } from '../actions';
import { equations, type EquationLine } from '../words/equations';
import { lookAheadWords, symbolFacts } from '../words/place';
import { firstPlay } from '../asking/intervention';
import { playedNext } from './playedNext';
import { isGate } from '../../../src/protocol/quantities';
import type { Shown } from '../shown';
import { hasGatesToPlay } from '../../../src/protocol/playable';
import { visibleSymbol } from '../../../src/protocol/symbolWords';
import { spokenSymbol } from '../words/spokenSymbol';

/** The chosen symbol in numbers: how expected it was, what is expected next, the chosen unit, and its gate's habits. */
export function readout(shown: Shown, actions: Actions): TemplateResult {
  const { symbol } = shown.data;
  return html`<aside aria-label=${l10n.t('Read-out')}>
    <section class="symbol">${symbol === undefined ? nothing : symbolSection(symbol, shown, actions)}</section>
    ${symbol === undefined ? nothing : (playedNext(shown, symbol) ?? nextSection(symbol))} ${unitSection(shown)}
    ${saturationSection(shown, actions)}
  </aside>`;
}

function symbolSection(symbol: PlacedSymbol, shown: Shown, actions: Actions): TemplateResult {
  const { view } = shown;
  const ahead = lookAheadWords(symbol, view.layer);
  const lookBack = view.isLookingBack ? l10n.t('Stop looking back') : l10n.t('Look back from here');
  return html`
    <div class="place">
      <b aria-label=${spokenSymbol(symbol.symbol)}>${visibleSymbol(symbol.symbol)}</b>
      <div>
        ${l10n.t('line {0}, column {1}', formatCount(symbol.line), formatCount(symbol.column))}<br />
        <span class="quiet">${l10n.t('character {0}', formatCount(symbol.at + 1))}</span>
      </div>
    </div>
    ${symbol.isUnknown ? html`<p class="caption">${unknownWords(shown.data.lens.vocabulary)}</p>` : nothing}
    <table>
      <tbody>
        ${symbolFacts(symbol, view.layer, shown.layer.memory).map(
          ({ name, value, unit }) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${value}</td>
              <td>${unit}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${ahead === undefined ? nothing : html`<p class="caption">${ahead}</p>`}
    <button
      type="button"
      class="link"
      aria-pressed=${String(view.isLookingBack)}
      title=${l10n.t('Which symbols the prediction of this one depends on')}
      @click=${() => actions.change({ isLookingBack: !view.isLookingBack })}
    >
      ${lookBack}
    </button>
    ${playLink(symbol, shown, actions)}
  `;
}

/** What becomes of a symbol outside the vocabulary: the empty string in it stands for all of these. */
const unknownWords = (vocabulary: string[]): string =>
  vocabulary.includes('')
    ? l10n.t('Outside the vocabulary, read as unknown.')
    : l10n.t('Outside the vocabulary, not read: the state stays as it is.');

/** Begins to play at the chosen symbol; while it is done, the strip above says so and ends it. */
function playLink({ symbol, isUnknown }: PlacedSymbol, { view, data }: Shown, actions: Actions) {
  const { layers, vocabulary } = data.lens;
  if (view.play !== undefined || (isUnknown && !vocabulary.includes(''))) return nothing;
  const begin = (): void =>
    actions.change({ play: firstPlay(layers, view, { truth: symbol, vocabulary }), quantity: 'h' });
  const hasGates = hasGatesToPlay(layers[view.layer]!.playable);
  return html`<button
    type="button"
    class="link"
    title=${l10n.t('What if a gate were closed or open, or another character stood here? The text stays as it is.')}
    @click=${begin}
  >
    ${hasGates ? l10n.t('Play with a gate from here') : l10n.t('Play with another character here')}
  </button>`;
}

function nextSection({ next, isApproximate }: PlacedSymbol): TemplateResult | typeof nothing {
  if (next.length === 0) return nothing;
  const most = Math.max(...next.map(({ probability }) => probability));
  const about = isApproximate ? '≈ ' : '';
  return html`<section>
    <h2>${l10n.t('Likeliest next')}</h2>
    <table class="next">
      <tbody>
        ${next.map(
          ({ symbol, probability, isTrue }) =>
            html`<tr class=${isTrue ? 'true' : ''}>
              <th scope="row" aria-label=${spokenSymbol(symbol)}>${visibleSymbol(symbol)}</th>
              <td><meter min="0" max=${most} value=${probability} aria-hidden="true"></meter></td>
              <td>${about}${formatPercent(probability, 1)}</td>
              <td>${isTrue ? html`<span title=${l10n.t('the one that came')}>✓</span>` : nothing}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function unitSection({ data, view, layer }: Shown): TemplateResult {
  if (view.unit === undefined)
    return html`<section>
      <h2>${l10n.t('One unit')}</h2>
      <p class="caption">${l10n.t('Click a row to see that unit alone over the text, with its equations here.')}</p>
    </section>`;
  const explained = data.unit?.unit === view.unit && data.unit.layer === view.layer ? data.unit : undefined;
  const lines = explained === undefined ? [] : equations(layer, data.lens.notation, view.quantity, explained.numbers);
  return html`<section>
    <h2>${l10n.t('Unit {0} here', formatCount(view.unit))}</h2>
    <div class="equations">${lines.map(equationLine)}</div>
    ${lettersPart(layer, data.lens.notation)}
  </section>`;
}

/** The same equations in the letters of the source that was chosen. */
const lettersPart = (layer: PanelLayer, notation: Notation): TemplateResult =>
  html`<p class="caption">${sourceWords(notation)}</p>
    <dl class="letters">${equationsOf(layer, notation).map((each) => lettered(each, layer))}</dl>`;

const lettered = (equation: Equation, layer: PanelLayer): TemplateResult =>
  html`<dt>${equationName(equation, layer)}</dt>
    <dd>${setFormula(wholeEquation(equation))}</dd>`;

const equationLine = ({ text, result }: EquationLine): TemplateResult =>
  html`<div>${text}${result === undefined ? nothing : html`<b>${result}</b>`}</div>`;

function saturationSection({ overview, view, layer }: Shown, actions: Actions): TemplateResult | typeof nothing {
  if (!isGate(view.quantity, layer) || overview === undefined || overview.units.length === 0) return nothing;
  const over =
    overview.traced < overview.symbols
      ? l10n.t('One dot for each unit, over the text seen so far.')
      : l10n.t('One dot for each unit, over the whole text.');
  const unit = view.unit === undefined ? undefined : overview.units[view.unit];
  const ringed =
    unit === undefined
      ? ''
      : l10n.t(
          'Ringed: unit {0}, open {1}, closed {2} of the time.',
          formatCount(view.unit!),
          formatPercent(unit.open),
          formatPercent(unit.closed),
        );
  return html`<section class="saturation">
    <h2>${l10n.t('Saturation')}</h2>
    <div>
      <canvas
        id="saturation"
        role="img"
        aria-label="${l10n.t('Saturation')}. ${ringed}"
        @click=${(event: MouseEvent) => actions.chooseDot(event)}
      ></canvas>
    </div>
    <p class="caption">${over} ${ringed}</p>
  </section>`;
}
