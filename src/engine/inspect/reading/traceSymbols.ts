import type { ReadText } from './readText';
import type { TracedModel } from '../passes/tracedModel';
import { likeliestCount } from './softmax';
import { traceText, type LayerPiece, type TracePiece } from './traceText';

/** Everything about a stretch of symbols. */
export interface SymbolPiece extends Omit<TracePiece, 'symbols'> {
  /** Code points. */
  points: Int32Array;
  /** Of predicting the symbol after, nats; NaN where that is passed over, or there is none. */
  losses: Float64Array;
  /** The loss of the time step before, which had to predict the symbol; NaN where there is none. */
  surprises: Float64Array;
}

/**
 * Traces a text by its symbols. A symbol that is passed over has the numbers of the time step before it, and no loss,
 * surprise, gradient or prediction (NaN, -1); before the first time step everything is zero. The symbol before it has no
 * loss: its time step predicts the next symbol that is read, whose surprise that is.
 * @param span symbols that are wanted
 * @param block time steps in a block of the gradients
 * @yields pieces in their order, whose numbers are written over by the piece after the next
 */
export function* traceSymbols(
  model: TracedModel,
  text: ReadText,
  span: { from: number; to: number },
  block: number,
): Generator<SymbolPiece> {
  if (text.length === 0) return;
  const first = Math.max(0, text.stepAt(span.from) - 1); // one more, for its loss
  let lossBefore = NaN;
  for (const piece of traceText(model, text, { from: first, to: Math.max(1, text.stepAt(span.to - 1) + 1) }, block)) {
    const end = piece.from + piece.length;
    const from = Math.max(span.from, piece.from === 0 ? 0 : text.symbolOf(piece.from));
    const to = Math.min(span.to, end === text.length ? text.text.length : text.symbolOf(end));
    if (from < to) yield inSymbols(piece, text, from, to, lossBefore);
    lossBefore = piece.losses[piece.length - 1]!;
  }
}

/** Takes away the losses before symbols that are passed over: they are of predicting another one, further on. */
function withoutLosses(losses: Float64Array, text: ReadText, from: number): Float64Array {
  const end = from + losses.length + 1;
  if (!text.passesOver || text.unknown.before(end) === text.unknown.before(from + 1)) return losses;
  return losses.map((loss, i) => (text.isRead(from + i + 1) ? loss : NaN));
}

function inSymbols(piece: TracePiece, text: ReadText, from: number, to: number, lossBefore: number): SymbolPiece {
  const steps = Int32Array.from({ length: to - from }, (_, i) => text.stepAt(from + i) - piece.from);
  const isRead = Array.from(steps, (_, i) => text.isRead(from + i));
  const isWhole = isRead.every(Boolean);
  const at = steps[0]!;
  const rows = <T extends Float32Array | Float64Array | Int32Array>(all: T, width: number, nothing?: number): T => {
    if (isWhole) return all.subarray(at * width, (at + to - from) * width) as T;
    const made = new (all.constructor as new (length: number) => T)((to - from) * width);
    steps.forEach((step, i) => {
      if (nothing !== undefined && !isRead[i]) made.fill(nothing, i * width, (i + 1) * width);
      else if (step >= 0) made.set(all.subarray(step * width, (step + 1) * width), i * width);
    });
    return made;
  };
  return {
    from,
    length: to - from,
    points: text.text.pointsBetween(from, to),
    losses: withoutLosses(rows(piece.losses, 1, NaN), text, from),
    surprises: Float64Array.from(steps, (step, i) =>
      isRead[i] ? (step === 0 ? lossBefore : piece.losses[step - 1]!) : NaN,
    ),
    likeliest: rows(piece.likeliest, likeliestCount, -1),
    probabilities: rows(piece.probabilities, likeliestCount, NaN),
    layers: piece.layers.map(({ quantities, gradientH, gradientC }): LayerPiece => ({
      quantities: new Map([...quantities].map(([name, all]) => [name, rows(all, all.length / piece.length)])),
      gradientH: rows(gradientH, 1, NaN),
      gradientC: gradientC && rows(gradientC, 1, NaN),
    })),
  };
}
