import * as l10n from '@vscode/l10n';
import type { SampleRequest } from '../../protocol/session';
import { UserError } from '../../protocol/userError';
import { viewOf } from '../backend/compute';
import type { Vocabulary } from '../data/vocabulary';
import { disposeModelPass, type LanguageModel } from './languageModel';
import { Random } from './random';
import { disposeStates } from './window';

/**
 * Text from a model, symbol by symbol. Without a prime it begins as after a line break, or where the vocabulary has
 * none, after a symbol drawn evenly. The unknown symbol is never drawn.
 * @param random used where the request names no seed
 * @throws UserError where the prime has symbols that the model cannot read, or the request makes no sense
 */
export function continueText(
  model: LanguageModel,
  vocabulary: Vocabulary,
  request: SampleRequest,
  random: Random,
): string {
  checkRequest(request, vocabulary);
  const generator = request.seed === undefined ? random : Random.fromSeed(request.seed);
  const drawn: number[] = [];
  let state = model.zeroState(1);
  let next = request.prime ? vocabulary.encode(request.prime) : Int32Array.of(firstSymbol(vocabulary, generator));
  while (drawn.length < request.length) {
    const pass = model.forward(next, state, false);
    disposeStates(state);
    state = model.stateAfter(pass, next.length);
    const logits = viewOf(pass.logits).slice(-vocabulary.size);
    disposeModelPass(pass);
    drawn.push(draw(logits, request.temperature, vocabulary.unknown, generator));
    next = Int32Array.of(drawn.at(-1)!);
  }
  disposeStates(state);
  return vocabulary.decode(drawn);
}

function firstSymbol({ symbols, unknown }: Vocabulary, random: Random): number {
  const lineBreak = symbols.indexOf('\n');
  const known = unknown === undefined ? symbols.length : symbols.length - 1;
  return lineBreak >= 0 ? lineBreak : Math.floor(random.uniform() * known);
}

/** Draws a symbol by softmax(logits / temperature). */
function draw(logits: Float32Array, temperature: number, unknown: number | undefined, random: Random): number {
  if (unknown !== undefined) logits[unknown] = -Infinity;
  const top = logits.reduce((largest, logit) => Math.max(largest, logit), -Infinity);
  const weights = Float64Array.from(logits, (logit) => Math.exp((logit - top) / temperature));
  let left = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return drawn >= 0 ? drawn : weights.indexOf(1);
}

function checkRequest({ length, temperature, prime = '' }: SampleRequest, vocabulary: Vocabulary): void {
  if (!(temperature > 0 && temperature < Infinity))
    throw new UserError(
      l10n.t('A temperature of {0} cannot be.', temperature),
      l10n.t('Choose a number above 0, such as 0.8.'),
    );
  if (!(Number.isInteger(length) && length >= 0))
    throw new UserError(
      l10n.t('A text of {0} symbols cannot be.', length),
      l10n.t('Choose a whole number, such as 300.'),
    );
  if (vocabulary.unknown !== undefined) return;
  const known = new Set(vocabulary.symbols);
  const strange = [...new Set(prime)].filter((symbol) => !known.has(symbol));
  if (strange.length > 0) throw cannotRead(strange);
}

function cannotRead(symbols: string[]): UserError {
  return new UserError(
    l10n.t(
      'The model cannot read {0}: not in the text that it learned from.',
      symbols.map((symbol) => JSON.stringify(symbol)).join(', '),
    ),
    l10n.t('Begin the sample with other symbols.'),
  );
}
