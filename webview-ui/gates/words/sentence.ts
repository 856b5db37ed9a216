import * as l10n from '@vscode/l10n';
import type { PanelLayer, PanelText } from '../../../src/protocol/gatesPanel';
import type { Overview, PanelQuantity } from '../../../src/protocol/lens';
import { formatCount, formatNorm, formatPercent } from '../../../src/protocol/words';
import { isGate } from '../../../src/protocol/quantities';
import { fullName, meaning } from '../../../src/protocol/quantityWords';

/** A sentence, the part of it that is set bold first. */
export interface Said {
  emphasis: string;
  rest: string;
}

/** What the picture shows and what it amounts to over the text, as far as that is known. */
export function pictureSentence(quantity: PanelQuantity, layer: PanelLayer, overview: Overview | undefined): Said {
  const emphasis = fullName(quantity, layer);
  const what = meaning(quantity, layer);
  if (overview === undefined || overview.traced === 0) return { emphasis, rest: `: ${what}.` };
  const rest = isGate(quantity, layer) ? gateWords(what, overview) : sizeWords(what, overview);
  return { emphasis, rest: `: ${rest}` };
}

function gateWords(what: string, overview: Overview): string {
  const { units } = overview;
  const share = l10n.t(
    '{0}, {1} on average over {2}.',
    what,
    about(overview, formatPercent(overallMean(overview))),
    over(overview),
  );
  const closed = formatPercent(mean(units.map((unit) => unit.closed)));
  const open = formatPercent(mean(units.map((unit) => unit.open)));
  return `${share} ${l10n.t('Closed (below 0.1) {0} of the time, open (above 0.9) {1}.', closed, open)}`;
}

const sizeWords = (what: string, overview: Overview): string =>
  l10n.t(
    '{0}; size {1} on average over {2}.',
    what,
    about(overview, formatNorm(overallMean(overview))),
    over(overview),
  );

/** "≈" while not all of the text is traced. */
const about = ({ symbols, traced }: Overview, words: string): string => (traced < symbols ? `≈ ${words}` : words);

const over = ({ symbols, traced }: Overview): string =>
  traced < symbols ? l10n.t('the {0} of the text seen so far', formatPercent(traced / symbols)) : l10n.t('the text');

/** The mean over what is traced of the text. */
export const overallMean = ({ buckets }: Overview): number => mean(buckets.map((bucket) => bucket.mean));

const mean = (values: number[]): number => {
  const known = values.filter((value) => Number.isFinite(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
};

/** How much of the text the lens cannot read; nothing to say where it knows all symbols. */
export function unknownSentence({ symbols, unknown }: PanelText): string | undefined {
  if (unknown === 0) return undefined;
  if (unknown === symbols)
    return l10n.t('None of its characters is in the vocabulary: all of them are read as unknown. Choose another text.');
  return l10n.t(
    '{0} of {1} characters are outside the vocabulary (dotted).',
    formatCount(unknown),
    formatCount(symbols),
  );
}
