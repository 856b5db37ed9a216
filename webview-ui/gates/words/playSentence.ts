import * as l10n from '@vscode/l10n';
import type { PanelLayer } from '../../../src/protocol/gatesPanel';
import type { Intervention } from '../../../src/protocol/lens';
import { formatCount, formatLoss } from '../../../src/protocol/words';
import { visibleSymbol } from '../../../src/protocol/symbolWords';
import { costOf, halfGoneAfter, type PlayedWay } from '../asking/playedWay';
import { fullName } from '../../../src/protocol/quantityWords';
import type { Shown } from '../shown';

/** What playing has come to: the part that is set bold, and what stands about it. */
export interface PlaySentence {
  before: string;
  emphasis: string;
  after: string;
}

/** What happens to the characters that follow, in a sentence; of the answer that stands. */
export function playSentence(shown: Shown): PlaySentence | undefined {
  const { played, data, view } = shown;
  if (played === undefined) return undefined;
  const with_ = withWords(played.play, data.lens.layers, truthAt(shown));
  const { symbols, truth, played: cost } = costOf(played);
  if (symbols === 0) return { before: with_, emphasis: '', after: l10n.t(': nothing follows that it could change.') };
  const next = symbols === 1 ? l10n.t('the next character') : l10n.t('the next {0} characters', formatCount(symbols));
  const about = played.isApproximate ? '≈ ' : '';
  const more = cost - truth;
  if (Math.abs(more) < 0.005)
    return {
      before: `${with_}, ${next} ${symbols === 1 ? l10n.t('costs') : l10n.t('cost')} `,
      emphasis: l10n.t('the same'),
      after: `: ${about}${l10n.t('{0} nats each.', formatLoss(truth))} ${halfWords(played, view.layer)}`,
    };
  const size = formatLoss(Math.abs(more));
  return {
    before: `${with_}, ${next} ${symbols === 1 ? l10n.t('costs') : l10n.t('cost')} `,
    emphasis: about + (more > 0 ? l10n.t('{0} nats more', size) : l10n.t('{0} nats less', size)),
    after: ` ${l10n.t('each: {0} instead of {1}.', formatLoss(cost), formatLoss(truth))} ${halfWords(played, view.layer)}`,
  };
}

/** The change, as a sentence begins with it. */
function withWords(play: Intervention, layers: PanelLayer[], truth: string): string {
  if (play.kind === 'symbol') return l10n.t('With {0} in the place of {1}', visibleSymbol(play.symbol), truth);
  const gate = lowered(fullName(play.quantity, layers[play.layer]!));
  const layer = layers.length > 1 ? ` ${l10n.t('of layer {0}', play.layer + 1)}` : '';
  const what =
    play.unit === undefined ? l10n.t('the {0}', gate) : l10n.t('unit {0} of the {1}', formatCount(play.unit), gate);
  const until = play.to === undefined ? l10n.t('from here on') : charactersLong(play.to - play.from);
  return l10n.t('With {0} at {1} {2}', what + layer, play.value, until);
}

const charactersLong = (count: number): string =>
  count === 1 ? l10n.t('at this one character') : l10n.t('for {0} characters', formatCount(count));

/** How fast the states forget a change that has ended; of one that goes on there is nothing to say. */
function halfWords(played: PlayedWay, layer: number): string {
  const { play } = played;
  const ended = play.kind === 'symbol' ? 1 : play.to === undefined ? undefined : play.to - play.from;
  if (ended === undefined || ended >= played.length) return '';
  const after = halfGoneAfter(played, layer, ended);
  if (after !== undefined && after === 1) return l10n.t('One character later half of what it changed in h is gone.');
  return after === undefined
    ? l10n.t(
        '{0} characters later more than half of what it changed in h is still there.',
        formatCount(played.length - ended),
      )
    : l10n.t('{0} characters later half of what it changed in h is gone.', formatCount(after));
}

/** The symbol that stands where another is put in. */
function truthAt({ played, chunks, data }: Shown): string {
  const at = played?.play.kind === 'symbol' ? played.play.at : -1;
  const chunk = chunks.find(({ every, from, to }) => every === 1 && at >= from && at < to);
  const symbol = chunk?.symbols[at - chunk.from] ?? (data.symbol?.at === at ? data.symbol.symbol : undefined);
  return symbol === undefined ? l10n.t('character {0}', formatCount(at + 1)) : visibleSymbol(symbol);
}

/** A name in the middle of a sentence. */
export const lowered = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
