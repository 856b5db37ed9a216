import type { Experiment, Layer } from '../../../protocol/experiment';
import type { ActivationName, HiddenLayers } from '../../../protocol/networkSchema';
import { layerName, parametersOf } from '../../weights/parameters';

/*
 * Models in float64, written down once more in the plainest way: the reference whose finite differences the gradients are
 * checked against. One lane, one time step, one number after the other.
 */

/** Parameters by name, in double precision. */
export type PlainWeights = Map<string, { shape: number[]; data: Float64Array }>;

/** Changes the state that a layer hands on; `part` is h, or c, or of a feed-forward layer the input x. */
export type Nudge = (layer: number, t: number, lane: number, part: 'h' | 'c' | 'x', values: number[]) => void;

const phi: Record<ActivationName, (x: number) => number> = {
  tanh: Math.tanh,
  relu: (x) => Math.max(0, x),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  identity: (x) => x,
};

/** A model's losses, lane by lane and time step by time step. */
export class PlainModel {
  /** @param outside what a layer of the person's own does, by layer */
  constructor(
    private readonly model: Experiment['model'],
    private readonly vocabulary: number,
    private readonly weights: PlainWeights,
    private readonly own?: PlainStep,
  ) {}

  static weightsOf(model: Experiment['model'], vocabulary: number, values: ArrayLike<number>): PlainWeights {
    return new Map(
      parametersOf(model, vocabulary).map(({ name, shape, offset, size }) => [
        name,
        { shape, data: Float64Array.from({ length: size }, (_, i) => values[offset + i]!) },
      ]),
    );
  }

  /**
   * @param symbols time-major, [time * batch]
   * @returns the losses, [time * batch]
   */
  losses(symbols: Int32Array, targets: Int32Array, batch: number, nudge?: Nudge): number[] {
    const losses = new Array<number>(symbols.length);
    for (let lane = 0; lane < batch; lane++) {
      let states = this.model.layers.map((layer) => this.zero(layer));
      for (let t = 0; t < symbols.length / batch; t++) {
        const at = t * batch + lane;
        let x = this.inputOf(symbols[at]!);
        states = states.map((state, k) => {
          nudge?.(k, t + 1, lane, 'x', x);
          const next = this.step(k, x, state, symbols[at]!);
          nudge?.(k, t + 1, lane, 'h', next.h);
          if (next.c) nudge?.(k, t + 1, lane, 'c', next.c);
          x = next.out?.() ?? next.h;
          return next;
        });
        losses[at] = lossOf(this.head(x), targets[at]!);
      }
    }
    return losses;
  }

  private zero({ units }: Layer): PlainState {
    return { h: new Array<number>(units).fill(0), c: new Array<number>(units).fill(0), seen: [] };
  }

  private inputOf(symbol: number): number[] {
    const table = this.weights.get('embedding.weight');
    if (!table) return oneHot(symbol, this.vocabulary);
    return [...table.data.subarray(symbol * table.shape[1]!, (symbol + 1) * table.shape[1]!)];
  }

  private head(x: number[]): number[] {
    const hidden = this.model.head?.hidden ?? [];
    return this.mlp(hidden, (kind, i) => (i === undefined ? `head.${kind}` : `head.hidden.${i}.${kind}`), x);
  }

  /** One time step of a layer. @param nudge changes the cell state as soon as it is there */
  step(k: number, x: number[], before: PlainState, symbol: number, nudge?: (c: number[]) => void): PlainState {
    const layer = this.model.layers[k]!;
    const name = (stem: string) => layerName(stem, k);
    const linear = (stem: string, v: number[]) => this.product(name(`weight_${stem}`), v);
    const bias = (stem: string) => [...this.weights.get(name(`bias_${stem}`))!.data];
    switch (layer.cell) {
      case 'elman': {
        const sums = plus(linear('ih', x), bias('ih'), linear('hh', before.h), bias('hh'));
        return { h: sums.map(phi[layer.activation]) };
      }
      case 'lstm': {
        const sums = plus(linear('ih', x), bias('ih'), linear('hh', before.h), bias('hh'));
        const gate = (i: number, of: (x: number) => number) =>
          sums.slice(i * layer.units, (i + 1) * layer.units).map(of);
        const peep = (i: number, c: number[]) => this.peephole(name('weight_ch'), layer.peephole, i, c);
        const sees = (block: number, i: number, c: number[]) =>
          plus(
            gate(block, (value) => value),
            peep(i, c),
          ).map(phi.sigmoid);
        const [i, f, g] = [sees(0, 0, before.c!), sees(1, 1, before.c!), gate(2, phi[layer.candidate])];
        const c = i.map((value, u) => f[u]! * before.c![u]! + value * g[u]!);
        nudge?.(c);
        return { h: sees(3, 2, c).map((value, u) => value * Math.tanh(c[u]!)), c };
      }
      case 'gru': {
        const block = (sums: number[], i: number) => sums.slice(i * layer.units, (i + 1) * layer.units);
        const [ofInput, ofState] = [plus(linear('ih', x), bias('ih')), plus(linear('hh', before.h), bias('hh'))];
        const [r, z] = [0, 1].map((i) => plus(block(ofInput, i), block(ofState, i)).map(phi.sigmoid)) as [
          number[],
          number[],
        ];
        const after = block(ofState, 2).map((value, u) => r[u]! * value);
        const reset = before.h.map((value, u) => r[u]! * value);
        const from = layer.reset === 'after' ? after : block(plus(linear('hh', reset), bias('hh')), 2);
        const n = plus(block(ofInput, 2), from).map(Math.tanh);
        const [old, fresh] = layer.update === 'keep' ? [before.h, n] : [n, before.h];
        return { h: z.map((value, u) => value * old[u]! + (1 - value) * fresh[u]!) };
      }
      case 'deep': {
        const path = (p: string) => (kind: string, i?: number) =>
          name(i === undefined ? `${kind}_${p}` : `${kind}_${p}_${i}`);
        if (layer.transition === 'additive') {
          const ofState = this.mlp(layer.hiddenToHidden, path('hh'), before.h);
          return { h: plus(ofState, this.mlp(layer.inputToHidden, path('ih'), x)).map(phi[layer.activation]) };
        }
        let value = plus(linear('ih', x), bias('ih'), linear('hh', before.h), bias('hh'));
        layer.hiddenToHidden.forEach(({ activation }, i) => {
          value = plus(linear(String(i + 1), value.map(phi[activation])), bias(String(i + 1)));
        });
        return { h: value.map(phi[layer.activation]) };
      }
      case 'jordan': {
        const output = this.head(before.h);
        const fedBack = layer.feedback === 'softmax' ? softmax(output) : output;
        const o = layer.teacherForcing ? oneHot(symbol, this.vocabulary) : fedBack;
        return { h: plus(linear('ih', x), bias('ih'), linear('oh', o)).map(phi[layer.activation]) };
      }
      case 'feed-forward': {
        const seen = [...(before.seen ?? []), x];
        const context = Array.from(
          { length: layer.context },
          (_, i) => seen.at(i - layer.context) ?? x.map(() => 0),
        ).flat();
        const h = plus(linear('ih', context), bias('ih')).map(Math.tanh);
        return { h, seen, out: () => (layer.direct ? [...h, ...context] : h) };
      }
      default:
        return this.own!(x, before, (stem) => this.weights.get(name(stem))!);
    }
  }

  /** What gate i of i, f, o sees of the cell state. */
  private peephole(name: string, kind: 'none' | 'diagonal' | 'full', i: number, c: number[]): number[] {
    if (kind === 'none') return c.map(() => 0);
    const { data } = this.weights.get(name)!;
    const row = (u: number) => i * c.length + u;
    if (kind === 'diagonal') return c.map((value, u) => data[row(u)]! * value);
    return c.map((_, u) => c.reduce((sum, value, j) => sum + data[row(u) * c.length + j]! * value, 0));
  }

  private mlp(hidden: HiddenLayers, name: (kind: 'weight' | 'bias', i?: number) => string, x: number[]): number[] {
    const values = hidden.reduce((below, { activation }, i) => {
      return plus(this.product(name('weight', i), below), [...this.weights.get(name('bias', i))!.data]).map(
        phi[activation],
      );
    }, x);
    return plus(this.product(name('weight'), values), [...this.weights.get(name('bias'))!.data]);
  }

  private product(name: string, x: number[]): number[] {
    const { shape, data } = this.weights.get(name)!;
    expectWidth(name, shape, x);
    return Array.from({ length: shape[0]! }, (_, row) =>
      x.reduce((sum, value, i) => sum + data[row * x.length + i]! * value, 0),
    );
  }
}

/** One time step of a cell of the person's own. */
export type PlainStep = (
  x: number[],
  before: PlainState,
  weight: (stem: string) => { shape: number[]; data: Float64Array },
) => PlainState;

/** What a layer hands on. */
export interface PlainState {
  h: number[];
  c?: number[];
  /** Of a feed-forward layer, all inputs so far, and what it hands on. */
  seen?: number[][];
  out?: () => number[];
}

function expectWidth(name: string, [, width]: number[], x: number[]): void {
  if (width !== x.length) throw new RangeError(`${name} takes ${width} numbers, not ${x.length}`);
}

const plus = (...parts: number[][]): number[] =>
  parts[0]!.map((_, i) => parts.reduce((sum, part) => sum + part[i]!, 0));

const oneHot = (at: number, length: number): number[] => Array.from({ length }, (_, i) => (i === at ? 1 : 0));

function softmax(logits: number[]): number[] {
  const shares = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => share / sum);
}

const lossOf = (logits: number[], target: number): number => -Math.log(softmax(logits)[target]!);
