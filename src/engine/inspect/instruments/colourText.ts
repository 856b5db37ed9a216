import type { ColourBy, SymbolValues } from '../../../protocol/lens';
import { readUpTo } from '../reading/readUpTo';
import type { TracedText } from '../reading/tracedText';
import type { Turn } from '../turns';

/** One number for each of the symbols from..to. */
export async function colourText(
  traced: TracedText,
  { from, to }: { from: number; to: number },
  by: ColourBy,
  isExact: boolean,
  turn: Turn,
): Promise<SymbolValues> {
  const { text, block } = traced;
  const answer: SymbolValues = { offsets: [], values: [], isApproximate: false };
  const end = text.stepAt(Math.max(from, to - 1));
  const start = Math.max(0, text.stepAt(from) - 1); // the loss before it
  await readUpTo(traced, Math.floor(Math.max(0, end) / block) * block, isExact, turn);
  let newest = -1;
  for (let at = from; at < to; at++) {
    const step = text.isRead(at) ? text.stepAt(at) : -1;
    answer.offsets.push(text.text.offsetOf(at));
    const value = step < 0 ? NaN : valueAt(traced, step, by);
    answer.values.push(Number.isNaN(value) ? null : value);
    const now = Math.floor(step / block);
    if (now === newest) continue;
    newest = now;
    await turn.pause();
  }
  answer.isApproximate = !isKnown(traced, start, end, by);
  return answer;
}

function isKnown(traced: TracedText, start: number, end: number, by: ColourBy): boolean {
  if (end < 0 || (by.kind === 'surprise' && end <= traced.carried.reached)) return true;
  const blocks = [start, end].map((step) => Math.floor(step / traced.block));
  return blocks.every((block) => !traced.startOf(block).isApproximate);
}

function valueAt(traced: TracedText, step: number, by: ColourBy): number {
  if (by.kind === 'surprise') return traced.lossOf(step - 1);
  const block = Math.floor(step / traced.block);
  const t = step - block * traced.block;
  if (by.kind === 'gradientH') return traced.slopes(block).layers[by.layer]?.normsH[t] ?? NaN;
  const { layers, length } = traced.trace(block);
  const rows = layers[by.layer]?.get(by.quantity);
  if (!rows) return NaN;
  const units = rows.length / length;
  if (by.unit !== undefined) return by.unit < units ? rows[t * units + by.unit]! : NaN;
  let sum = 0;
  for (let i = t * units; i < (t + 1) * units; i++) sum += rows[i]!;
  return sum / units;
}
