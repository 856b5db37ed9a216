import * as l10n from '@vscode/l10n';
import type { SampleRequest } from '../../../protocol/session';
import { UserError } from '../../../protocol/userError';
import type { Vocabulary } from '../../data/vocabulary';
import type { LanguageModel, TextReader } from '../../model/languageModel';
import { Random } from '../../weights/random';

/** Symbols of a prime that are read at once. */
const READ_AT_ONCE = 64;

/** What a text is continued with: one lane, read from a fresh start for every text. */
export const sampleReader = (model: LanguageModel): TextReader => model.reader({ lanes: 1, window: READ_AT_ONCE });

/**
 * Text from a model, symbol by symbol. Without a prime it begins as after a line break, or where the vocabulary has
 * none, after a symbol drawn evenly. The unknown symbol is never drawn.
 * @param reader of one lane
 * @param random used where the request names no seed
 * @throws UserError where the prime has symbols that the model cannot read, the request makes no sense, or the model
 * predicts no numbers
 */
export function continueText(
  reader: TextReader,
  vocabulary: Vocabulary,
  request: SampleRequest,
  random: Random,
): string {
  checkRequest(request, vocabulary);
  const generator = request.seed === undefined ? random : Random.fromSeed(request.seed);
  const prime = request.prime ? vocabulary.encode(request.prime) : Int32Array.of(firstSymbol(vocabulary, generator));
  const drawn = new Int32Array(request.length);
  if (drawn.length > 0) draw(drawn, reader, prime, { vocabulary, temperature: request.temperature, generator });
  return vocabulary.decode(drawn);
}

interface Drawing {
  vocabulary: Vocabulary;
  temperature: number;
  generator: Random;
}

function draw(
  drawn: Int32Array,
  reader: TextReader,
  prime: Int32Array,
  { vocabulary, temperature, generator }: Drawing,
): void {
  const shares = new Float64Array(vocabulary.size);
  const next = new Int32Array(1);
  let logits = readAll(reader, prime);
  for (let i = 0; ; logits = reader.predict(next)) {
    softmaxInto(shares, logits, temperature, vocabulary.unknown);
    next[0] = drawn[i] = drawFrom(shares, generator.uniform());
    if (++i === drawn.length) return;
  }
}

/** Reads from a fresh start. @returns the predictions of the symbol that follows */
function readAll(reader: TextReader, symbols: Int32Array): Float32Array {
  reader.reset();
  let logits: Float32Array = new Float32Array();
  for (let at = 0; at < symbols.length; at += reader.window)
    logits = reader.predict(symbols.subarray(at, at + reader.window));
  return logits;
}

function firstSymbol({ symbols, unknown }: Vocabulary, random: Random): number {
  const lineBreak = symbols.indexOf('\n');
  const known = unknown === undefined ? symbols.length : symbols.length - 1;
  return lineBreak >= 0 ? lineBreak : Math.floor(random.uniform() * known);
}

/** exp((logit - largest) / temperature): the softmax but for a factor; 0 for the unknown symbol. */
function softmaxInto(
  shares: Float64Array,
  logits: Float32Array,
  temperature: number,
  unknown: number | undefined,
): void {
  let top = -Infinity;
  for (let i = 0; i < shares.length; i++) if (i !== unknown && logits[i]! > top) top = logits[i]!;
  if (!Number.isFinite(top) || logits.some(Number.isNaN)) throw predictsNothing();
  for (let i = 0; i < shares.length; i++) shares[i] = Math.exp((logits[i]! - top) / temperature);
  if (unknown !== undefined) shares[unknown] = 0;
}

/** Where `point` of [0, 1) falls when the shares lie one after the other; the largest share is 1. */
function drawFrom(shares: Float64Array, point: number): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) sum += shares[i]!;
  let left = point * sum;
  for (let i = 0; i < shares.length; i++) if ((left -= shares[i]!) < 0) return i;
  return shares.indexOf(1);
}

function predictsNothing(): UserError {
  return new UserError(
    l10n.t('The predictions of the model are not finite: training has diverged.'),
    l10n.t('Take an earlier checkpoint, and train with a lower learning rate or a smaller norm under "clip".'),
  );
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
