import { crossEntropy } from '../model/crossEntropy';
import { disposeModelPass, type LanguageModel } from '../model/languageModel';
import { disposeStates } from '../model/window';
import { timeMajor } from '../model/timeMajor';

const MOST_LANES = 16;
/** A lane begins without context, so it should be long. */
const SHORTEST_LANE = 512;

/**
 * The mean loss over a text that is read once, in up to 16 lanes side by side with carried state. Symbols at the end
 * that do not fill the lanes (fewer than 16) are left out.
 * @param window time steps read at once
 * @returns nats a symbol; undefined where the text has fewer than two symbols
 */
export function measureLoss(model: LanguageModel, text: Int32Array, window: number): number | undefined {
  const predictions = text.length - 1;
  if (predictions < 1) return undefined;
  const lanes = Math.min(MOST_LANES, Math.max(1, Math.floor(predictions / SHORTEST_LANE)));
  const length = Math.floor(predictions / lanes);
  let state = model.zeroState(lanes);
  let sum = 0;
  for (let at = 0; at < length; at += window) {
    const time = Math.min(window, length - at);
    const read = (offset: number) => timeMajor(readLanes(text, lanes, length, at + offset, time), lanes);
    const pass = model.forward(read(0), state, false);
    const { losses, gradient } = crossEntropy(pass.logits, read(1));
    for (const loss of losses) sum += loss;
    disposeStates(state);
    state = model.stateAfter(pass, time);
    gradient.dispose();
    disposeModelPass(pass);
  }
  disposeStates(state);
  return sum / (lanes * length);
}

/** `time` symbols of each lane from `offset` in the lane, [lanes * time]. */
function readLanes(text: Int32Array, lanes: number, length: number, offset: number, time: number): Int32Array {
  const symbols = new Int32Array(lanes * time);
  for (let lane = 0; lane < lanes; lane++) {
    const start = lane * length + offset;
    symbols.set(text.subarray(start, start + time), lane * time);
  }
  return symbols;
}
