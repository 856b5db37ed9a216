import * as l10n from '@vscode/l10n';
import type { LookBack } from '../../../protocol/lens';
import { UserError } from '../../../protocol/userError';
import { checkPlace } from './describeSymbol';
import { lookBack } from './lookBack';
import type { TracedText } from '../reading/tracedText';
import type { Turn } from '../turns';

/** Below this share of the largest norm nothing is to be seen any more. */
const smallest = 1e-9;

/** What the prediction of a symbol depends on: back to where nothing is to be seen any more, or to the beginning. */
export async function lookBackFrom(traced: TracedText, at: number, turn: Turn): Promise<LookBack> {
  checkPlace(traced, at);
  const { text, model } = traced;
  const step = text.stepAt(at) - 1; // the time step that had to predict it
  if (!text.isRead(at) || step < 0) throw hasNothingBefore(text.text.symbolAt(at));
  await traced.readTo(step, turn);
  const stateBefore = (from: number) => traced.carried.before(from / traced.block);
  const parts: { from: number; layers: Float64Array[] }[] = [];
  let largest = 0;
  for (const part of lookBack(model, text, step, traced.block, stateBefore)) {
    parts.unshift(part);
    const size = Math.max(...part.layers.map((norms) => Math.max(...norms)));
    largest = Math.max(largest, size);
    if (size < smallest * largest) break;
    await turn.pause();
  }
  return answerOf(traced, at, parts);
}

function answerOf(
  { text, model }: TracedText,
  at: number,
  parts: { from: number; layers: Float64Array[] }[],
): LookBack {
  const first = parts[0]!.from;
  const from = first === 0 ? 0 : text.symbolOf(first);
  const symbols = Array.from({ length: at - from }, (_, i) => from + i);
  const layers = model.model.layers.map((_, k) => {
    const norms = parts.flatMap((part) => [...part.layers[k]!]);
    return symbols.map((symbol) => (text.isRead(symbol) ? norms[text.stepAt(symbol) - first]! : 0));
  });
  return { at, from, offsets: symbols.map((symbol) => text.text.offsetOf(symbol)), layers };
}

const hasNothingBefore = (symbol: string) =>
  new UserError(
    l10n.t('Nothing was read that {0} could be predicted from.', JSON.stringify(symbol)),
    l10n.t('Choose a symbol further on, one that the model knows.'),
  );
