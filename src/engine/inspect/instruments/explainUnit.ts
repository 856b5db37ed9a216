import type { UnitExplanation } from '../../../protocol/lens';
import { readUpTo } from '../reading/readUpTo';
import { checkPlace } from './describeSymbol';
import { unflatten } from '../plain/flatState';
import { hiddenOf, type PlainStep } from '../plain/plainCell';
import { quantitiesOfLayer, widthOf } from '../reading/quantities';
import { statesBefore } from '../reading/statesBefore';
import type { TracedText } from '../reading/tracedText';
import type { Turn } from '../turns';

/** The numbers of one unit's equations at a symbol. */
export async function explainUnit(
  traced: TracedText,
  { at, layer, unit }: { at: number; layer: number; unit: number },
  turn: Turn,
): Promise<UnitExplanation> {
  checkPlace(traced, at);
  const { text, model, block } = traced;
  const shown = model.model.layers.slice(layer, layer + 1).flatMap(quantitiesOfLayer);
  const widest = Math.max(0, ...shown.map((quantity) => widthOf(model, layer, quantity)));
  if (!(unit >= 0 && unit < widest)) throw new RangeError(`no unit ${unit}`);
  const step = text.stepAt(at);
  if (step < 0) return { unit, numbers: {} };
  await readUpTo(traced, Math.floor(step / block) * block, false, turn);
  const symbol = new Int32Array(1);
  text.read(step, symbol);
  const before = unflatten(model.states, statesBefore(traced, step));
  return { unit, numbers: numbersOf(model.plain.step(symbol[0]!, before)[layer]!, unit) };
}

/** What of a time step a unit of the layer, or of a network inside, has to do with; by name. */
function numbersOf(step: PlainStep, unit: number): Record<string, number> {
  const { before, state, hidden, gates, sums, seen = {} } = step;
  const own: Record<string, Float64Array | undefined> = {
    h: hiddenOf(step),
    hBefore: hidden ? undefined : before.h,
    c: state.c,
    cBefore: before.c,
    ...gates,
    ...named('sums', sums),
    ...named('seen', seen),
  };
  const there = Object.entries(own).flatMap(([name, values]) =>
    values && unit < values.length ? [[name, values[unit]!]] : [],
  );
  return Object.fromEntries(there) as Record<string, number>;
}

const named = (beginning: string, all: Record<string, Float64Array>) =>
  Object.fromEntries(Object.entries(all).map(([name, values]) => [`${beginning}.${name}`, values]));
