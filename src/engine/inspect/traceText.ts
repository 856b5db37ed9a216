import { readRows, type Rows } from '../kernels/rows';
import type { LayerTrace } from '../model/layerTrace';
import { BlockReader, type BlockStart } from './readBlocks';
import type { ReadText } from './readText';
import { normOfRow } from './rowMath';
import { findLikeliest, logSumExp } from './softmax';
import type { TracedModel } from './tracedModel';
import type { TracePass } from './tracePass';

/** Most likely symbols that a trace names. */
export const likeliestCount = 5;

/** Time steps that are read at once, so that what is kept of them fits the caches. */
const readAtOnce = 512;
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
    tracer.skipTo(first);
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

/** Reads one text from its beginning. */
class TextTracer {
  private readonly pass: TracePass;
  private readonly blocks: BlockReader;
  private state: Float32Array | undefined;
  private readonly found = { symbols: new Int32Array(likeliestCount), logits: new Float64Array(likeliestCount) };

  constructor(
    private readonly model: TracedModel,
    private readonly text: ReadText,
    private readonly block: number,
  ) {
    this.pass = model.tracePass(1, readAtOnce, true);
    this.blocks = new BlockReader(model, block, workAtOnce);
  }

  /** Reads up to a time step without keeping anything. */
  skipTo(end: number): void {
    const pass = this.model.tracePass(1, readAtOnce, false);
    pass.begin([]);
    for (let at = 0; at < end; at += readAtOnce) {
      const symbols = new Int32Array(Math.min(readAtOnce, end - at));
      this.text.read(at, symbols);
      pass.forward(symbols);
      pass.carry();
      this.state = pass.statesAfter()[0];
    }
    pass.dispose();
  }

  trace(into: PieceBuffer, from: number, to: number): TracePiece {
    const starts: BlockStart[] = [];
    for (let at = from; at < to; at += readAtOnce) this.read(into, from, at, Math.min(at + readAtOnce, to), starts);
    this.addGradients(into, from, to, starts);
    return into.piece(from, to - from);
  }

  dispose(): void {
    this.pass.dispose();
    this.blocks.dispose();
  }

  /** Reads time steps at..end of a piece that begins at `from`, and finds the states that blocks begin with. */
  private read(into: PieceBuffer, from: number, at: number, end: number, starts: BlockStart[]): void {
    const { pass, text } = this;
    const count = end - at;
    const hasNext = end < text.length;
    const symbols = into.symbols.subarray(at - from, at - from + count);
    const withNext = new Int32Array(count + 1);
    text.read(at, hasNext ? withNext : withNext.subarray(0, count));
    symbols.set(withNext.subarray(0, count));
    pass.begin([this.state]);
    pass.forward(symbols);
    this.predict(into, at - from, count, withNext.subarray(1), hasNext);
    this.model.states.places.forEach((_, k) => this.copy(into, k, pass.trace(k), at - from, count));
    for (let t = Math.ceil(at / this.block) * this.block; t < end; t += this.block)
      starts.push({ block: t / this.block, state: t === at ? this.state : this.stateBefore(t - at) });
    this.state = pass.statesAfter()[0];
  }

  private predict(into: PieceBuffer, start: number, count: number, targets: Int32Array, hasNext: boolean): void {
    const logits = this.pass.logits();
    const losses = this.pass.losses(targets);
    const width = this.model.vocabulary;
    const { found } = this;
    for (let t = 0; t < count; t++) {
      const isLast = t === count - 1 && !hasNext;
      const sum = isLast ? logSumExp(logits, t * width, width) : losses[t]! + logits[t * width + targets[t]!]!;
      into.losses[start + t] = isLast ? NaN : losses[t]!;
      findLikeliest(logits, t * width, width, found);
      for (let i = 0, to = (start + t) * likeliestCount; i < likeliestCount; i++, to++) {
        into.likeliest[to] = found.symbols[i]!;
        into.probabilities[to] = Math.exp(found.logits[i]! - sum);
      }
    }
  }

  private copy(into: PieceBuffer, k: number, { h, c, gates }: LayerTrace, start: number, count: number) {
    const rows: [string, Rows][] = [...gates, ...(c ? [['c', c] as [string, Rows]] : []), ['h', h]];
    for (const [name, values] of rows) {
      const { columns } = values;
      const to = into.quantity(k, name, columns);
      readRows(values, 0, count, to.subarray(start * columns, (start + count) * columns));
    }
  }

  /** The state before time step t > 0 of what was read last. */
  private stateBefore(t: number): Float32Array {
    const flat = new Float32Array(this.model.states.size);
    this.model.states.places.forEach((place, k) => {
      const { h, c, state = h } = this.pass.trace(k);
      readRows(state, t - 1, t, flat.subarray(place.h, place.h + place.width));
      if (c && place.c !== undefined) readRows(c, t - 1, t, flat.subarray(place.c, place.c + place.units));
    });
    return flat;
  }

  private addGradients(into: PieceBuffer, from: number, to: number, starts: BlockStart[]): void {
    const { blocks, text } = this;
    for (const { gradientH, gradientC } of into.layers) {
      gradientH.fill(0);
      gradientC?.fill(0);
    }
    const isWhole = ({ block }: BlockStart) => blocks.lossesFrom(text, block) === 2 * this.block;
    const whole = starts.filter(isWhole);
    const groups = [...starts.filter((start) => !isWhole(start)).map((start) => [start])];
    for (let i = 0; i < whole.length; i += blocks.gradientLanes) groups.push(whole.slice(i, i + blocks.gradientLanes));
    for (const group of groups) {
      if (blocks.lossesFrom(text, group[0]!.block) === 0) continue;
      blocks.carryBack(text, group, (gradient) => {
        into.layers.forEach((layer, k) => {
          const { h, c } = gradient.gradients(k);
          for (let row = 0; row < h.rows && gradient.from + row < to; row++) {
            layer.gradientH[gradient.from + row - from] = normOfRow(h, row);
            if (c) layer.gradientC![gradient.from + row - from] = normOfRow(c, row);
          }
        });
      });
    }
  }
}
