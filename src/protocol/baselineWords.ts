import * as l10n from '@vscode/l10n';
import type { Baselines } from './run';
import { formatCount } from './words';

/** A loss that needs no network, in nats a symbol. */
export interface Baseline {
  name: 'uniform' | 'unigram' | 'bigram';
  nats: number;
}

/** The baselines that a validation loss can be held against, by what they know; those of before are left out. */
export function comparableBaselines({ uniform, unigram, bigram, symbols }: Baselines): Baseline[] {
  const counted: [Baseline['name'], number | undefined][] = [
    ['unigram', unigram],
    ['bigram', bigram],
  ];
  const known = counted.flatMap(([name, nats]) => (nats === undefined ? [] : [{ name, nats }]));
  return [{ name: 'uniform', nats: uniform }, ...(symbols === undefined ? [] : known)];
}

/** Of which text the baselines are; where there are none but ln V, why. */
export function baselineNote({ bigram, symbols }: Baselines): string {
  if (symbols !== undefined)
    return l10n.t(
      'Baselines: counted in the training part, measured on {0} symbols of the validation part.',
      formatCount(symbols),
    );
  return bigram === undefined
    ? l10n.t('No other baselines: the validation part has fewer than two symbols to measure on.')
    : l10n.t('No other baselines: those of this run are of an older kind, counted in the validation part itself.');
}
