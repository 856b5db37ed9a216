import type { Played, Quantity } from '../../../protocol/lens';
import { hiddenOf, type PlainState, type PlainStep } from '../plain/plainCell';
import type { PlayLayer } from '../plain/plainNetwork';
import { widthOf } from '../reading/quantities';
import { findLikeliest, logSumExp } from '../reading/softmax';
import type { TracedText } from '../reading/tracedText';
import { likeliestCount } from '../reading/softmax';

/** A way through the text: its states, and what it predicts next. */
export interface Way {
  states: PlainState[];
  logits?: Float64Array;
}

/** The truth and what is played, side by side, and how they differ. */
export class TwoWays {
  private readonly truth: Way;
  private readonly played: Way;
  private readonly surprise: Played['surprise'] = { truth: [], played: [] };
  private readonly next: Played['next'] = [];
  private readonly difference: number[][];
  /** [symbols] rows of the quantity that is seen. */
  private readonly units: Float32Array;
  private readonly width: number;

  constructor(
    private readonly traced: TracedText,
    private readonly vocabulary: string[],
    private readonly seen: { layer: number; quantity: Quantity },
    private readonly span: { from: number; to: number },
    before: Way,
  ) {
    [this.truth, this.played] = [{ ...before }, { ...before }];
    this.difference = traced.model.model.layers.map(() => []);
    this.width = widthOf(traced.model, seen.layer, seen.quantity);
    this.units = new Float32Array(Math.max(0, span.to - span.from) * this.width);
  }

  /** One symbol on. @param changed the number of the symbol that is read there when played */
  walk(at: number, changed: number | undefined, play: PlayLayer | undefined): void {
    const { text } = this.traced;
    const number = text.numberAt(at);
    const row = (at - this.span.from) * this.width;
    if (number < 0) return this.repeatLast(row);
    const time = text.stepAt(at);
    const was = walk(this.traced, this.truth, { number, time }, undefined, this.surprise.truth);
    const is = walk(this.traced, this.played, { number: changed ?? number, time }, play, this.surprise.played);
    const { layer, quantity } = this.seen;
    const truth = unitsOf(was[layer]!, quantity);
    this.units.set(
      unitsOf(is[layer]!, quantity).map((value, u) => value - truth[u]!),
      row,
    );
    this.next.push({ truth: this.likeliest(this.truth), played: this.likeliest(this.played) });
    this.difference.forEach((norms, k) => norms.push(distanceOf(hiddenOf(was[k]!), hiddenOf(is[k]!))));
  }

  answer(isApproximate: boolean): Played {
    const { surprise, next, difference, span, units } = this;
    const rows = Buffer.from(units.buffer).toString('base64');
    return { from: span.from, isApproximate, surprise, next, difference, units: rows };
  }

  /** A symbol that is passed over changes nothing. */
  private repeatLast(row: number): void {
    this.surprise.truth.push(null);
    this.surprise.played.push(null);
    this.next.push(this.next.at(-1)!);
    this.difference.forEach((norms) => norms.push(norms.at(-1)!));
    this.units.copyWithin(row, row - this.width, row);
  }

  private likeliest({ logits }: Way): [string, number][] {
    return likeliestOf(logits!, this.vocabulary);
  }
}

/** A quantity of a time step by unit. */
const unitsOf = (step: PlainStep, quantity: Quantity): Float64Array =>
  step.gates[quantity] ?? (quantity === 'c' ? step.state.c : undefined) ?? hiddenOf(step);

/** One time step on. @param surprises gets the loss of the time step before */
export function walk(
  { model: { plain } }: TracedText,
  way: Way,
  { number, time }: { number: number; time: number },
  play?: PlayLayer,
  surprises?: (number | null)[],
): PlainStep[] {
  surprises?.push(way.logits ? logSumExp(way.logits) - way.logits[number]! : null);
  const steps = plain.step(number, way.states, play, time);
  way.states = steps.map(({ state }) => state);
  way.logits = plain.predict(steps);
  return steps;
}

function likeliestOf(logits: Float64Array, vocabulary: string[]): [string, number][] {
  const found = { symbols: new Int32Array(likeliestCount), logits: new Float64Array(likeliestCount) };
  findLikeliest(logits, 0, logits.length, found);
  const sum = logSumExp(logits);
  const all = Array.from(found.symbols, (number, i): [number, number] => [number, Math.exp(found.logits[i]! - sum)]);
  return all.filter(([number]) => number >= 0).map(([number, probability]) => [vocabulary[number] ?? '', probability]);
}

const distanceOf = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, value, u) => sum + (value - b[u]!) ** 2, 0));
