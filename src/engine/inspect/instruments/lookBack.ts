import type { GradientPass } from '../passes/tracePass';
import { normsOfRows } from '../passes/rowMath';
import type { ReadText } from '../reading/readText';
import type { TracedModel } from '../passes/tracedModel';

/** A stretch of a look-back. */
export interface LookBackPart {
  /** The first time step that the norms are of. */
  from: number;
  /** By layer: ||dL/dh_t|| of time steps from.. */
  layers: Float64Array[];
}

/**
 * The gradient of one loss alone, that of time step `at` (which predicts the symbol after it), by the hidden states of
 * all time steps up to it: exact, through the whole text before it, window by window from the last to the first.
 * @param window time steps of a window
 * @param stateBefore the flat state before a time step that is a multiple of `window`; nothing stands for zero
 */
export function* lookBack(
  model: TracedModel,
  text: ReadText,
  at: number,
  window: number,
  stateBefore: (step: number) => Float32Array | undefined,
): Generator<LookBackPart> {
  const pass = model.gradientPass(1, window);
  try {
    for (let end = at + 1; end > 0;) {
      const from = Math.floor((end - 1) / window) * window;
      pass.begin([stateBefore(from)]);
      carryBack(pass, text, from, end, end > at);
      yield { from, layers: model.model.layers.map((_, k) => normsOfRows(pass.gradients(k).h)) };
      end = from;
    }
  } finally {
    pass.dispose();
  }
}

/** @param hasLoss whether the loss of the last time step is the one; otherwise the gradient comes from the window after */
function carryBack(pass: GradientPass, text: ReadText, from: number, end: number, hasLoss: boolean): void {
  const time = end - from;
  const [symbols, targets] = [new Int32Array(time), new Int32Array(time)];
  text.read(from, symbols);
  text.read(from + 1, targets);
  pass.backward(symbols, targets, hasLoss ? time - 1 : time, !hasLoss);
}
