import { readRows } from '../../kernels/rows';
import { quantitiesOf } from '../../layers/layerTrace';
import { BlockReader, type BlockGradient, type BlockStart } from './readBlocks';
import type { ReadText } from './readText';
import { findLikeliest, likeliestCount, logSumExp } from './softmax';
import type { TracedModel } from '../passes/tracedModel';
import type { TracePass } from '../passes/tracePass';

/** Multiplications that are done at once, with nobody waiting. */
const workAtOnce = 2 ** 32;
/** Numbers that are handed over at once, about, and time steps at most. */
const pieceNumbers = 2 ** 23;
const longestPiece = 16_384;

/** Everything about a stretch of time steps. */
export interface TracePiece {
  /** First time step, and how many there are. */
  from: number;
  length: number;
  symbols: Int32Array;
  /** Of predicting the symbol after, nats; NaN at the end of the text. */
  losses: Float64Array;
  /** The likeliest symbols after each, [length, 5]; -1 where the vocabulary has fewer. */
  likeliest: Int32Array;
  probabilities: Float32Array;
  layers: LayerPiece[];
}

/** A layer over a stretch. */
export interface LayerPiece {
  /** By name, gates and states, [length, units]. */
  quantities: Map<string, Float32Array>;
  /** Norms of dL/dh_t and dL/dc_t, zero where no loss is ahead. */
  gradientH: Float64Array;
  gradientC?: Float64Array;
}

/**
 * Traces a text from its beginning, with the state carried on, a piece at a time.
 * @param span time steps that are wanted; those before are read only
 * @param block time steps in a block of the gradients
 * @yields pieces in their order, whose numbers are written over by the piece after the next
 */
export function* traceText(
  model: TracedModel,
  text: ReadText,
  span: { from: number; to: number },
  block: number,
): Generator<TracePiece> {
  const tracer = new TextTracer(model, text, block);
  try {
    const first = Math.floor(span.from / block) * block;
    const whole = Math.max(1, Math.floor(pieceLengthOf(model) / block)) * block;
    const buffers = [new PieceBuffer(model, whole), new PieceBuffer(model, whole)];
    for (let at = first, i = 0; at < span.to; at += whole, i = 1 - i) {
      yield tracer.trace(buffers[i]!, at, Math.min(at + whole, span.to));
    }
  } finally {
    tracer.dispose();
  }
}

/** Time steps of a piece: a layer has up to 6 quantities, of which an LSTM's c and h are in the state. */
const pieceLengthOf = ({ states }: TracedModel): number => Math.min(longestPiece, pieceNumbers / (3 * states.size));

/** Room for a piece. */
class PieceBuffer {
  readonly symbols: Int32Array;
  readonly losses: Float64Array;
  readonly likeliest: Int32Array;
  readonly probabilities: Float32Array;
  readonly layers: { quantities: Map<string, Float32Array>; gradientH: Float64Array; gradientC?: Float64Array }[];

  constructor(
    model: TracedModel,
    readonly length: number,
  ) {
    this.symbols = new Int32Array(length + 1);
    this.losses = new Float64Array(length);
    this.likeliest = new Int32Array(length * likeliestCount);
    this.probabilities = new Float32Array(length * likeliestCount);
    this.layers = model.states.places.map(({ c }) => ({
      quantities: new Map(),
      gradientH: new Float64Array(length),
      ...(c === undefined ? {} : { gradientC: new Float64Array(length) }),
    }));
  }

  /** Room for a quantity of a layer. */
  quantity(layer: number, name: string, width: number): Float32Array {
    const { quantities } = this.layers[layer]!;
    const known = quantities.get(name) ?? new Float32Array(this.length * width);
    quantities.set(name, known);
    return known;
  }

  piece(from: number, length: number): TracePiece {
    return {
      from,
      length,
      symbols: this.symbols.subarray(0, length),
      losses: this.losses.subarray(0, length),
      likeliest: this.likeliest.subarray(0, length * likeliestCount),
      probabilities: this.probabilities.subarray(0, length * likeliestCount),
      layers: this.layers.map(({ quantities, gradientH, gradientC }) => ({
        quantities: new Map(
          [...quantities].map(([name, all]) => [name, all.subarray(0, (all.length / this.length) * length)]),
        ),
        gradientH: gradientH.subarray(0, length),
        gradientC: gradientC?.subarray(0, length),
      })),
    };
  }
}

/** Reads one text from its beginning: the states block by block, everything else of blocks side by side. */
class TextTracer {
  private readonly pass: TracePass;
  private readonly blocks: BlockReader;
  /** The state before time step `at`. */
  private state: Float32Array | undefined;
  private at = 0;
  private readonly found = { symbols: new Int32Array(likeliestCount), logits: new Float64Array(likeliestCount) };

  constructor(
    model: TracedModel,
    private readonly text: ReadText,
    private readonly block: number,
  ) {
    this.pass = model.tracePass(1, block, false);
    this.blocks = new BlockReader(model, block, workAtOnce);
  }

  /** Traces the whole blocks from `from`, where a block begins, to the one that holds time step to - 1. */
  trace(into: PieceBuffer, from: number, to: number): TracePiece {
    this.readTo(from);
    const [first, end] = [from / this.block, Math.ceil(to / this.block)];
    const wanted = Array.from({ length: end - first }, (_, i) => first + i);
    const states = wanted.map((block) => this.stateAt(block));
    states.push(this.stateAt(end));
    this.text.read(from, into.symbols.subarray(0, Math.min(to + 1, this.text.length) - from)); // one more, as a target
    const startOf = (block: number): BlockStart => ({ block, state: states[block - first] });
    this.blocks.carryBack(this.text, wanted, startOf, true, (found) => this.keep(into, from, to, found));
    return into.piece(from, to - from);
  }

  dispose(): void {
    this.pass.dispose();
    this.blocks.dispose();
  }

  /** The state that a block begins with; asked for in ascending order. */
  private stateAt(block: number): Float32Array | undefined {
    this.readTo(block * this.block);
    return this.state;
  }

  private readTo(end: number): void {
    while (this.at < Math.min(end, this.text.length)) {
      const symbols = new Int32Array(Math.min(this.block, this.text.length - this.at));
      this.text.read(this.at, symbols);
      this.pass.forward(symbols, false);
      this.state = this.pass.statesAfter()[0];
      this.pass.carry();
      this.at += symbols.length;
    }
  }

  private keep(into: PieceBuffer, from: number, to: number, found: BlockGradient): void {
    const [start, count] = [found.from - from, Math.min(found.length, to - found.from)];
    this.predict(into, start, count, found);
    into.layers.forEach((layer, k) => {
      for (const [name, values] of quantitiesOf(found.trace(k))) {
        const rows = into.quantity(k, name, values.columns);
        readRows(values, 0, count, rows.subarray(start * values.columns, (start + count) * values.columns));
      }
      const { h, c } = found.norms(k);
      layer.gradientH.fill(0, start, start + count).set(h.subarray(0, count), start);
      if (c) layer.gradientC!.fill(0, start, start + count).set(c.subarray(0, count), start);
    });
  }

  private predict(into: PieceBuffer, start: number, count: number, { losses, logits }: BlockGradient): void {
    const { found } = this;
    into.losses.set(losses.subarray(0, count), start);
    for (let t = 0; t < count; t++) {
      const row = logits(t);
      findLikeliest(row, 0, row.length, found);
      const target = into.symbols[start + t + 1]!;
      const sum = Number.isNaN(losses[t]!) ? logSumExp(row) : losses[t]! + row[target]!;
      for (let i = 0, at = (start + t) * likeliestCount; i < likeliestCount; i++, at++) {
        into.likeliest[at] = found.symbols[i]!;
        into.probabilities[at] = Math.exp(found.logits[i]! - sum);
      }
    }
  }
}
