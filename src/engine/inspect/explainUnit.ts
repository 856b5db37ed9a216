import type { UnitExplanation } from '../../protocol/lens';
import { checkPlace, reach } from './describeSymbol';
import { unflatten } from './plainPasses';
import { statesBefore } from './statesBefore';
import type { TracedText } from './tracedText';
import type { Turn } from './turns';

/** The numbers of one unit's equations at a symbol. */
export async function explainUnit(
  traced: TracedText,
  { at, layer, unit }: { at: number; layer: number; unit: number },
  turn: Turn,
): Promise<UnitExplanation> {
  checkPlace(traced, at);
  const { text, model, block } = traced;
  if (!(unit >= 0 && unit < (model.model.layers[layer]?.units ?? 0))) throw new RangeError(`no unit ${unit}`);
  const step = text.stepAt(at);
  if (step < 0) return { unit, numbers: {} };
  await reach(traced, Math.floor(step / block) * block, false, turn);
  const symbol = new Int32Array(1);
  text.read(step, symbol);
  if (!model.plain) return { unit, numbers: numbersSeen(traced, step, layer, unit) };
  const steps = model.plain.step(symbol[0]!, unflatten(model.states, statesBefore(traced, step)));
  const { before, state, gates, sums, seen = {} } = steps[layer]!;
  const numbers: Record<string, number> = { h: state.h[unit]!, hBefore: before.h[unit]! };
  if (state.c) Object.assign(numbers, { c: state.c[unit]!, cBefore: before.c![unit]! });
  for (const [name, values] of Object.entries(gates)) numbers[name] = values[unit]!;
  for (const [name, values] of Object.entries(sums)) numbers[`sums.${name}`] = values[unit]!;
  for (const [name, values] of Object.entries(seen)) numbers[`seen.${name}`] = values[unit]!;
  return { unit, numbers };
}

/** What can be seen of a unit whose cell has no equations here. */
function numbersSeen(traced: TracedText, step: number, layer: number, unit: number): Record<string, number> {
  const { from, length, layers } = traced.trace(Math.floor(step / traced.block));
  const { units } = traced.model.model.layers[layer]!;
  const ofUnits = [...layers[layer]!].filter(([, rows]) => rows.length === length * units);
  return Object.fromEntries(ofUnits.map(([name, rows]) => [name, rows[(step - from) * units + unit]!]));
}
