import type { Intervention, Played, Quantity } from '../../../src/protocol/lens';
import { decodeFloats } from '../../shared/decodeFloats';

/** What playing has come to, and what it is of. */
export interface PlayedWay extends Omit<Played, 'units'> {
  play: Intervention;
  layer: number;
  quantity: Quantity;
  /** What is played less the truth, [symbols, units]. */
  values: Float32Array;
  /** Symbols. */
  length: number;
}

/** Reads an answer. */
export function playedWay(play: Intervention, layer: number, quantity: Quantity, answer: Played): PlayedWay {
  const { units, ...rest } = answer;
  return { ...rest, play, layer, quantity, values: decodeFloats(units), length: answer.next.length };
}

/** Symbols over which the cost is told. */
const counted = 50;

/** What the symbols after the first that is changed cost, nats each: how many count, in truth, and as played. */
export function costOf({ surprise }: Pick<Played, 'surprise'>): { symbols: number; truth: number; played: number } {
  const [truth, played] = [surprise.truth, surprise.played].map((losses) => losses.slice(1, 1 + counted));
  let [symbols, ofTruth, ofPlayed] = [0, 0, 0];
  truth!.forEach((loss, index) => {
    const other = played![index];
    if (loss === null || other === null || other === undefined) return;
    symbols++;
    ofTruth += loss;
    ofPlayed += other;
  });
  return { symbols, truth: ofTruth / symbols, played: ofPlayed / symbols };
}

/**
 * How many symbols after a change has ended half of the difference of a layer's states is gone.
 * @param ended the first symbol that nothing is changed at, counted from the first that is
 * @returns none where it is not half gone by the end of what was played
 */
export function halfGoneAfter({ difference }: Pick<Played, 'difference'>, layer: number, ended: number) {
  const norms = difference[layer] ?? [];
  const last = norms[ended - 1];
  if (last === undefined || !(last > 0)) return undefined;
  const gone = norms.findIndex((norm, index) => index >= ended && norm <= last / 2);
  return gone < 0 ? undefined : gone - ended + 1;
}
