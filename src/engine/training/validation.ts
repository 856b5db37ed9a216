import { readLanes } from '../data/readLanes';
import type { LanguageModel, TextReader } from '../model/languageModel';
import { validationLanes } from '../tasks/languageModel/validationLanes';

/** Time steps read at once. */
const READ_AT_ONCE = 64;

/** Measures the mean loss over a text that is read once, in lanes side by side with carried state. */
export class Validation {
  private readonly reader: TextReader | undefined;
  private readonly laneLength: number = 0;

  constructor(
    model: LanguageModel,
    private readonly text: Int32Array,
  ) {
    const found = validationLanes(text.length);
    if (!found) return;
    this.laneLength = found.length;
    this.reader = model.reader({ lanes: found.lanes, window: Math.min(READ_AT_ONCE, found.length) });
  }

  /** @returns nats a symbol; undefined where the text has fewer than two symbols */
  measure(): number | undefined {
    const { reader, laneLength, text } = this;
    if (!reader) return undefined;
    reader.reset();
    let sum = 0;
    for (let at = 0; at < laneLength; at += reader.window) {
      const count = reader.lanes * Math.min(reader.window, laneLength - at);
      const [symbols, targets] = [new Int32Array(count), new Int32Array(count)];
      readLanes(text.subarray(at), laneLength, reader.lanes, symbols);
      readLanes(text.subarray(at + 1), laneLength, reader.lanes, targets);
      for (const loss of reader.measure(symbols, targets)) sum += loss;
    }
    return sum / (reader.lanes * laneLength);
  }

  dispose(): void {
    this.reader?.dispose();
  }
}
