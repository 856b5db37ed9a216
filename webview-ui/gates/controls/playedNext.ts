import * as l10n from '@vscode/l10n';
import { html, type TemplateResult } from 'lit';
import type { PlacedSymbol } from '../../../src/protocol/gatesPanel';
import { visibleSymbol } from '../../../src/protocol/symbolWords';
import { formatPercent } from '../../../src/protocol/words';
import type { Shown } from '../shown';
import { spokenSymbol } from '../words/spokenSymbol';

/** The likeliest next symbols as they are and as played, the one that came marked; none where nothing is played there. */
export function playedNext({ played, view, chunks }: Shown, symbol: PlacedSymbol): TemplateResult | undefined {
  const next = played?.next[view.at - played.from];
  if (view.play === undefined || next === undefined || symbol.at !== view.at) return undefined;
  const chunk = chunks.find(({ every, from, to }) => every === 1 && view.at + 1 >= from && view.at + 1 < to);
  const truth = symbol.next.find(({ isTrue }) => isTrue)?.symbol ?? chunk?.symbols[view.at + 1 - chunk.from];
  const most = Math.max(...[...next.truth, ...next.played].map(([, probability]) => probability));
  return html`<section>
    <h2>${l10n.t('Likeliest next')}</h2>
    <div class="ways">
      ${way(l10n.t('as it is'), next.truth, truth, most)} ${way(l10n.t('as played'), next.played, truth, most)}
    </div>
  </section>`;
}

function way(name: string, next: [string, number][], truth: string | undefined, most: number): TemplateResult {
  return html`<table class="next">
    <caption>
      ${name}
    </caption>
    <tbody>
      ${next.map(
        ([symbol, probability]) =>
          html`<tr class=${symbol === truth ? 'true' : ''}>
            <th scope="row" aria-label=${spokenSymbol(symbol)}>${visibleSymbol(symbol)}</th>
            <td><meter min="0" max=${most} value=${probability} aria-hidden="true"></meter></td>
            <td>${formatPercent(probability)}</td>
            <td>${symbol === truth ? html`<span title=${l10n.t('the one that came')}>✓</span>` : ''}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
