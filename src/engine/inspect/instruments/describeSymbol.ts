import * as l10n from '@vscode/l10n';
import type { LayerAtSymbol, QuantityAtSymbol, SymbolTrace } from '../../../protocol/lens';
import { UserError } from '../../../protocol/userError';
import type { BlockSlopes, BlockTrace } from '../reading/blockTrace';
import { quantitiesOfLayer, widthOf } from '../reading/quantities';
import { readUpTo } from '../reading/readUpTo';
import type { TracedText } from '../reading/tracedText';
import { likeliestCount } from '../reading/softmax';
import type { Turn } from '../turns';

/**
 * Everything about one symbol.
 * @param vocabulary the symbols by number
 * @param isExact whether to wait until the text is read up to there
 */
export async function describeSymbol(
  traced: TracedText,
  vocabulary: string[],
  at: number,
  isExact: boolean,
  turn: Turn,
): Promise<SymbolTrace> {
  const { text } = traced;
  checkPlace(traced, at);
  const step = text.stepAt(at);
  const block = Math.floor(Math.max(0, step) / traced.block);
  await readUpTo(traced, block * traced.block, isExact, turn);
  const place = placeOf(traced, at);
  if (step < 0) return { ...place, isApproximate: false, next: [], lossesAhead: 0, layers: nothingRead(traced) };
  const trace = traced.trace(block);
  await turn.pause();
  const slopes = traced.slopes(block);
  const surprise = text.isRead(at) ? traced.lossOf(step - 1) : NaN;
  return {
    ...place,
    isApproximate: trace.isApproximate || slopes.isApproximate,
    ...(Number.isNaN(surprise) ? {} : { surprise }),
    next: nextOf(traced, vocabulary, trace, step),
    lossesAhead: Math.max(0, traced.lossesAhead(block) - (step - trace.from)),
    layers: traced.model.model.layers.map((_, k) => layerAt(traced, k, trace, slopes, step - trace.from)),
  };
}

/** @throws UserError where a text has no such symbol */
export function checkPlace({ text }: TracedText, at: number): void {
  if (text.text.length === 0) throw isEmpty();
  if (!(at >= 0 && at < text.text.length)) throw new RangeError(`there is no symbol ${at}`);
}

function placeOf({ text }: TracedText, at: number) {
  const symbol = text.text.symbolAt(at);
  return { at, offset: text.text.offsetOf(at), length: symbol.length, symbol, isUnknown: text.unknown.has(at) };
}

function nextOf({ text }: TracedText, vocabulary: string[], trace: BlockTrace, step: number): SymbolTrace['next'] {
  const truth = new Int32Array(step + 1 < text.length ? 1 : 0);
  text.read(step + 1, truth);
  const start = (step - trace.from) * likeliestCount;
  return Array.from(trace.likeliest.subarray(start, start + likeliestCount), (number, i) => ({
    symbol: vocabulary[number] ?? '',
    probability: trace.probabilities[start + i]!,
    isTrue: number === truth[0],
    number,
  }))
    .filter(({ number }) => number >= 0)
    .map(({ symbol, probability, isTrue }) => ({ symbol, probability, isTrue }));
}

function layerAt(traced: TracedText, k: number, trace: BlockTrace, slopes: BlockSlopes, t: number): LayerAtSymbol {
  const layer = traced.model.model.layers[k]!;
  const quantities = quantitiesOfLayer(layer).map((quantity): QuantityAtSymbol => {
    const width = widthOf(traced.model, k, quantity);
    const values = Array.from(trace.layers[k]!.get(quantity)!.subarray(t * width, (t + 1) * width));
    return { quantity, mean: meanOf(values), values, ownMeans: traced.means.of(k, quantity) };
  });
  const { normsH, normsC } = slopes.layers[k]!;
  return {
    quantities,
    ...(t < normsH.length ? { gradientH: normsH[t]! } : {}),
    ...(normsC && t < normsC.length ? { gradientC: normsC[t]! } : {}),
  };
}

/** Before the first symbol that is read every state is zero, and no gate has been computed. */
const nothingRead = (traced: TracedText): LayerAtSymbol[] =>
  traced.model.model.layers.map((layer, k) => ({
    quantities: quantitiesOfLayer(layer)
      .filter((quantity) => quantity === 'h' || quantity === 'c')
      .map((quantity) => ({
        quantity,
        mean: 0,
        values: Array.from({ length: layer.units }, () => 0),
        ownMeans: traced.means.of(k, quantity),
      })),
  }));

const meanOf = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const isEmpty = () =>
  new UserError(l10n.t('The text is empty: there is nothing to look at.'), l10n.t('Write something into it.'));
