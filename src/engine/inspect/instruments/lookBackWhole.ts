import { lookBack } from './lookBack';
import type { ReadText } from '../reading/readText';
import type { TracedModel } from '../passes/tracedModel';

/** Time steps of a window. */
const window = 256;

/**
 * What the prediction after a symbol depends on, through the whole text before it.
 * @param at a symbol
 * @returns by layer: the norm of dL/dh_t of the symbols 0..at (NaN where one is passed over); nothing where the symbol
 * or the one after it is not read
 */
export function lookBackWhole(model: TracedModel, text: ReadText, at: number): Float64Array[] | undefined {
  const step = text.stepAt(at);
  if (!text.isRead(at) || !text.isRead(at + 1) || step + 1 >= text.length) return undefined;
  const states = statesUpTo(model, text, step);
  const norms = model.model.layers.map(() => new Float64Array(at + 1));
  for (const { from, layers } of lookBack(model, text, step, window, (before) => states[before / window]))
    layers.forEach((own, k) => own.forEach((norm, t) => (norms[k]![text.symbolOf(from + t)] = norm)));
  if (text.passesOver) for (const place of text.unknown.between(0, at)) norms.forEach((own) => (own[place] = NaN));
  return norms;
}

/** The states that windows begin with, up to a time step. */
function statesUpTo(model: TracedModel, text: ReadText, step: number): Float32Array[] {
  const pass = model.tracePass(1, window, false);
  const states: Float32Array[] = [new Float32Array(model.states.size)];
  for (let at = 0; at + window <= step; at += window) {
    const symbols = new Int32Array(window);
    text.read(at, symbols);
    pass.forward(symbols);
    states.push(pass.statesAfter()[0]!);
    pass.carry();
  }
  pass.dispose();
  return states;
}
