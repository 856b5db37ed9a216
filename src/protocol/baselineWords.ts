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

/** Below that the mean cost of a symbol still moves by a tenth of a nat from text to text. */
const manySymbols = 200;

/** Of which text the baselines are; where there are none but ln V, why. */
export function baselineNote({ bigram, symbols }: Baselines): string {
  if (symbols !== undefined) return measuredNote(symbols);
  return bigram === undefined
    ? l10n.t('No other baselines: the validation part is too short to measure them on.')
    : l10n.t('No other baselines: those of this run are of an older kind, counted in the validation part itself.');
}

const measuredNote = (symbols: number): string =>
  symbols < manySymbols
    ? l10n.t(
        'Baselines: counted in the training part, measured on only {0} symbols of the validation part: chance decides much.',
        formatCount(symbols),
      )
    : l10n.t(
        'Baselines: counted in the training part, measured on {0} symbols of the validation part.',
        formatCount(symbols),
      );
