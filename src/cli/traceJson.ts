import * as l10n from '@vscode/l10n';
import { quantitiesOfLayer } from '../engine/inspect/reading/quantities';
import { traceSymbols, type SymbolPiece } from '../engine/inspect/reading/traceSymbols';
import { likeliestCount } from '../engine/inspect/reading/softmax';
import { UserError } from '../protocol/userError';
import { breathe } from '../runs/breathe';
import { jsonNumber } from './jsonNumber';
import type { Terminal } from './terminal';
import type { TraceWork } from './traceWork';
import { countUnknown } from './unknownSymbols';

/** More numbers than this are no JSON for anybody. */
const mostNumbers = 20_000_000;

/** Characters that are written at once. */
const chunkLength = 65_536;

/** Writes a trace as one JSON object, no faster than it is read. @throws UserError where that would be too large */
export async function writeTraceJson(work: TraceWork, terminal: Pick<Terminal, 'out' | 'flushed'>): Promise<void> {
  const { traced, read, span, block, signal } = work;
  checkSize(work);
  const pieces: SymbolPiece[] = [];
  for (const piece of traceSymbols(traced, read, span, block)) {
    await breathe();
    if (signal.aborted) return;
    pieces.push(kept(piece));
  }
  for (const chunk of chunks(traceMembers(pieces, work))) {
    terminal.out(chunk);
    await terminal.flushed();
  }
}

/** A copy that is not written over by the pieces to come: numbers take a tenth of the room that their text does. */
const kept = (piece: SymbolPiece): SymbolPiece => ({
  ...piece,
  points: piece.points.slice(),
  losses: piece.losses.slice(),
  surprises: piece.surprises.slice(),
  likeliest: piece.likeliest.slice(),
  probabilities: piece.probabilities.slice(),
  layers: piece.layers.map(({ quantities, gradientH, gradientC }) => ({
    quantities: new Map([...quantities].map(([name, values]) => [name, values.slice()])),
    gradientH: gradientH.slice(),
    ...(gradientC && { gradientC: gradientC.slice() }),
  })),
});

/** Few long texts instead of many short ones. */
function* chunks(parts: Iterable<string>): Generator<string> {
  let chunk = '';
  for (const part of parts) {
    chunk += part;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function* traceMembers(pieces: SymbolPiece[], { lens, read, span }: TraceWork): Generator<string> {
  const { vocabulary, model } = lens;
  const { passedOver, readAsUnknown } = countUnknown(read, span);
  yield '{';
  yield* member('symbols', pieces, ({ points }, i) => String.fromCodePoint(points[i]!));
  yield ',';
  yield* member('loss', pieces, ({ losses }, i) => jsonNumber(losses[i]!));
  yield ',';
  yield* member('surprise', pieces, ({ surprises }, i) => jsonNumber(surprises[i]!));
  yield ',"layers":[';
  for (const k of model.layers.keys()) yield* layerMembers(pieces, k);
  yield '],';
  yield* member('top', pieces, (piece, i) => topOf(piece, i, vocabulary.symbols));
  yield `,"passedOver":${passedOver},"readAsUnknown":${readAsUnknown}}\n`;
}

function* layerMembers(pieces: SymbolPiece[], k: number): Generator<string> {
  yield k === 0 ? '{' : ',{';
  for (const name of pieces[0]?.layers[k]!.quantities.keys() ?? []) {
    yield* member(name, pieces, ({ layers, length }, i) => rowOf(layers[k]!.quantities.get(name)!, i, length));
    yield ',';
  }
  yield* member('gradientH', pieces, ({ layers }, i) => jsonNumber(layers[k]!.gradientH[i]!));
  if (pieces[0]?.layers[k]!.gradientC) {
    yield ',';
    yield* member('gradientC', pieces, ({ layers }, i) => jsonNumber(layers[k]!.gradientC![i]!));
  }
  yield '}';
}

/** A list with an entry a symbol. */
function* member(
  name: string,
  pieces: SymbolPiece[],
  entryOf: (piece: SymbolPiece, i: number) => unknown,
): Generator<string> {
  yield `${JSON.stringify(name)}:[`;
  let isFirst = true;
  for (const piece of pieces)
    for (let i = 0; i < piece.length; i++) {
      yield (isFirst ? '' : ',') + JSON.stringify(entryOf(piece, i));
      isFirst = false;
    }
  yield ']';
}

/** The numbers of the units at symbol i. */
function rowOf(values: Float32Array, i: number, length: number): (number | null)[] {
  const units = values.length / length;
  return Array.from(values.subarray(i * units, (i + 1) * units), jsonNumber);
}

/** The likeliest symbols after symbol i with their probabilities; the unknown symbol is the empty string. */
function topOf({ likeliest, probabilities }: SymbolPiece, i: number, symbols: string[]): [string, number | null][] {
  const places = Array.from({ length: likeliestCount }, (_, n) => i * likeliestCount + n);
  return places
    .filter((place) => likeliest[place]! >= 0)
    .map((place) => [symbols[likeliest[place]!]!, jsonNumber(probabilities[place]!)]);
}

function checkSize({ lens, span }: TraceWork): void {
  const each = lens.model.layers.reduce((sum, layer) => sum + quantitiesOfLayer(layer).length * layer.units, 0);
  const most = Math.max(1, Math.floor(mostNumbers / each));
  if (span.to - span.from <= most) return;
  throw new UserError(
    l10n.t('{0} symbols of {1} numbers each are too many for JSON.', span.to - span.from, each),
    l10n.t('Trace at most {0} symbols with --from and --to, or write files with --npy FOLDER.', most),
  );
}
