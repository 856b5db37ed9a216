import * as l10n from '@vscode/l10n';
import { quantitiesOfLayer } from '../engine/inspect/reading/quantities';
import { traceSymbols, type SymbolPiece } from '../engine/inspect/reading/traceSymbols';
import { likeliestCount } from '../engine/inspect/reading/softmax';
import type { LayerPiece } from '../engine/inspect/reading/traceText';
import { UserError } from '../protocol/userError';
import { jsonNumber } from './jsonNumber';
import type { TraceWork } from './traceWork';

/** More numbers than this are no JSON for anybody. */
const mostNumbers = 20_000_000;

/** Lists by name, whose entries are JSON already. */
class JsonLists {
  private readonly lists = new Map<string, string[]>();

  add(name: string, value: unknown): void {
    const list = this.lists.get(name) ?? [];
    this.lists.set(name, list);
    list.push(JSON.stringify(value));
  }

  /** The members of an object, without its braces. */
  get members(): string {
    return [...this.lists].map(([name, list]) => `"${name}":[${list.join(',')}]`).join(',');
  }
}

/** Writes a trace as one JSON object. @throws UserError where that would be too large */
export function writeTraceJson(work: TraceWork, write: (text: string) => void): void {
  const { lens, traced, read, span, block, signal } = work;
  checkSize(work);
  const [start, top] = [new JsonLists(), new JsonLists()];
  const layers = lens.model.layers.map(() => new JsonLists());
  for (const piece of traceSymbols(traced, read, span, block)) {
    if (signal.aborted) return;
    for (let i = 0; i < piece.length; i++) {
      start.add('symbols', String.fromCodePoint(piece.points[i]!));
      start.add('loss', jsonNumber(piece.losses[i]!));
      start.add('surprise', jsonNumber(piece.surprises[i]!));
      top.add('top', topOf(piece, i, lens.vocabulary.symbols));
    }
    piece.layers.forEach((layer, k) => addLayer(layers[k]!, layer, piece.length));
  }
  write(`{${start.members},"layers":[`);
  layers.forEach((layer, k) => write(`${k === 0 ? '' : ','}{${layer.members}}`));
  write(`],${top.members}}\n`);
}

function addLayer(lists: JsonLists, { quantities, gradientH, gradientC }: LayerPiece, length: number): void {
  for (const [name, values] of quantities) {
    const units = values.length / length;
    for (let i = 0; i < length; i++)
      lists.add(name, Array.from(values.subarray(i * units, (i + 1) * units), jsonNumber));
  }
  gradientH.forEach((norm) => lists.add('gradientH', jsonNumber(norm)));
  gradientC?.forEach((norm) => lists.add('gradientC', jsonNumber(norm)));
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
