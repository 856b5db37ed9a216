import type {
  FormedPicture,
  GatesAnswer,
  GatesQuestion,
  GatesQuestions,
  PanelLayer,
  PanelLens,
  PanelText,
  PlacedSymbol,
} from '../../../src/protocol/gatesPanel';
import type { LookBack, Overview, PanelQuantity, Played, Stretch, UnitExplanation } from '../../../src/protocol/lens';
import type { Params } from '../../../src/protocol/rpc';

type Asked<K extends keyof GatesQuestions> = Params<GatesQuestions, K>;

/** An LSTM of one layer that stands in for a trained one. */
export function sampleLayer(units: number): PanelLayer {
  const quantities: PanelQuantity[] = ['forget', 'input', 'output', 'candidate', 'c', 'h', 'gradientH', 'gradientC'];
  return { cell: 'lstm', units, quantities, playable: ['forget', 'input', 'output', 'candidate', 'c', 'h'] };
}

/** A lens with such layers. */
export const sampleLens = (...layers: PanelLayer[]): PanelLens => ({
  id: 'sample@1000',
  name: 'shakespeare-lstm',
  step: 1000,
  vocabulary: [...new Set("\n !'(),-.:;?abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")],
  layers,
  notation: 'pytorch',
});

/** Numbers of float32 in base64, little-endian. */
export function encodeFloats(values: Float32Array): string {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  let letters = '';
  for (let from = 0; from < bytes.length; from += 8192)
    letters += String.fromCharCode(...bytes.subarray(from, from + 8192));
  return btoa(letters);
}

const sigmoid = (sum: number): number => 1 / (1 + Math.exp(-sum));

/** An even number between 0 and 1 for two whole ones. */
function noise(a: number, b: number): number {
  let mixed = Math.imul(a + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x165667b1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 4294967296;
}

const classOf = (symbol: string): number =>
  symbol === '\n'
    ? 0
    : symbol === ' '
      ? 1
      : /[A-Z]/.test(symbol)
        ? 2
        : /[aeiou]/.test(symbol)
          ? 3
          : /[a-z]/.test(symbol)
            ? 4
            : 5;

/** Answers like an inspector, from numbers that only look like a network's. A long text repeats a short one. */
export class SampleInspector {
  readonly text: PanelText;
  private readonly base: string[];
  private readonly values = new Map<PanelQuantity, Float32Array>();

  /** @param base the text; @param symbols its length, the base repeated as often as is needed */
  constructor(
    base: string,
    private readonly layer: PanelLayer,
    symbols?: number,
    private readonly known: string[] = sampleLens(layer).vocabulary,
  ) {
    this.base = [...base];
    const unknown = this.base.filter((symbol) => !known.includes(symbol)).length;
    this.text = {
      document: 'file:///sample',
      name: 'tiny-shakespeare.txt',
      version: 1,
      symbols: symbols ?? this.base.length,
      unknown,
    };
    this.compute();
  }

  answer(question: GatesQuestion): GatesAnswer {
    switch (question.kind) {
      case 'columns':
        return this.columns(question.params);
      case 'overview':
        return this.overview(question.params);
      case 'symbol':
        return this.symbol(question.params);
      case 'unit':
        return this.unit(question.params);
      case 'lookBack':
        return this.lookBack(question.params);
      case 'play':
        return this.play(question.params);
      case 'formed':
        return this.formed(question.params);
    }
  }

  value(quantity: PanelQuantity, unit: number, at: number): number {
    return this.values.get(quantity)![(at % this.base.length) * this.layer.units + unit]!;
  }

  private compute(): void {
    const { units } = this.layer;
    for (const quantity of this.layer.quantities) this.values.set(quantity, new Float32Array(this.base.length * units));
    const c = new Float32Array(units);
    this.base.forEach((symbol, at) => {
      const kind = classOf(symbol);
      for (let unit = 0; unit < units; unit++) this.computeUnit(at, unit, kind, c);
    });
  }

  private computeUnit(at: number, unit: number, kind: number, c: Float32Array): void {
    const index = at * this.layer.units + unit;
    const code = this.base[at]!.codePointAt(0)!;
    const sum = (gate: number): number =>
      9 * noise(unit, gate) -
      4.2 +
      5 * (noise(unit * 7 + gate, kind) - 0.5) +
      2.5 * (noise(unit * 13 + gate, code) - 0.5);
    const gates = { forget: sigmoid(sum(1) + 1.6), input: sigmoid(sum(2)), output: sigmoid(sum(3)) };
    const candidate = Math.tanh(0.6 * sum(4));
    c[unit] = gates.forget * c[unit]! + gates.input * candidate;
    const h = gates.output * Math.tanh(c[unit]);
    const gradient = (noise(index, 5) - 0.5) * Math.exp(2 * noise(unit, 6)) * 0.2 * (0.4 + noise(at, 8));
    const all = { ...gates, candidate, c: c[unit], h, gradientH: gradient, gradientC: gradient * gates.output };
    for (const [quantity, values] of this.values) values[index] = all[quantity as keyof typeof all];
  }

  private surprise = (at: number): number | null => (at === 0 ? null : 4.5 * noise(at % this.base.length, 77) ** 2.2);

  private norm(quantity: PanelQuantity, at: number): number {
    let sum = 0;
    for (let unit = 0; unit < this.layer.units; unit++) sum += this.value(quantity, unit, at) ** 2;
    return Math.sqrt(sum);
  }

  private meanAt(quantity: PanelQuantity, at: number): number {
    let sum = 0;
    for (let unit = 0; unit < this.layer.units; unit++) sum += Math.abs(this.value(quantity, unit, at));
    return sum / this.layer.units;
  }

  private columns({ quantity, from, to, every }: Asked<'columns'>): Stretch {
    const { units } = this.layer;
    const count = Math.ceil((to - from) / every);
    const values = new Float32Array(count * units);
    const columns: Stretch = {
      from,
      to,
      every,
      units,
      values: '',
      mean: [],
      low: [],
      high: [],
      surprise: [],
      gradientH: [],
      gradientC: [],
      symbols: [],
      isApproximate: false,
    };
    for (let column = 0; column < count; column++) {
      const places = this.sampled(from + column * every, Math.min(to, from + (column + 1) * every));
      for (const at of places)
        for (let unit = 0; unit < units; unit++)
          values[column * units + unit]! += this.value(quantity, unit, at) / places.length;
      const means = places.map((at) => this.meanAt(quantity, at)).sort((a, b) => a - b);
      columns.mean.push(average(means));
      columns.surprise.push(
        every === 1 ? this.surprise(from + column) : average(places.map((at) => this.surprise(at) ?? 0)),
      );
      columns.gradientH.push(average(places.map((at) => this.norm('gradientH', at))));
      columns.gradientC.push(average(places.map((at) => this.norm('gradientC', at))));
      if (every === 1) columns.symbols.push(this.base[(from + column) % this.base.length]!);
      else {
        columns.low.push(means[Math.floor(0.1 * means.length)]!);
        columns.high.push(means[Math.floor(0.9 * means.length)]!);
      }
    }
    return { ...columns, values: encodeFloats(values) };
  }

  /** At most eight symbols of a stretch. */
  private sampled(from: number, to: number): number[] {
    const step = Math.max(1, (to - from) / 8);
    return Array.from({ length: Math.min(8, to - from) }, (_, index) => from + Math.floor(index * step));
  }

  private overview({ quantity }: Asked<'overview'>): Overview {
    const { symbols } = this.text;
    const { units } = this.layer;
    const count = Math.min(1000, symbols);
    const buckets = Array.from({ length: count }, (_, index) => {
      const mean = this.meanAt(quantity, Math.floor((index * symbols) / count));
      return { mean, low: mean * 0.85, high: mean * 1.13 };
    });
    const habits = Array.from({ length: units }, (_, unit) => {
      const seen = Array.from({ length: 200 }, (__, index) => this.value(quantity, unit, index * 31));
      const share = (test: (value: number) => boolean): number => seen.filter(test).length / seen.length;
      return { mean: average(seen), closed: share((value) => value < 0.1), open: share((value) => value > 0.9) };
    });
    const similarity = Array.from({ length: units }, (_, unit) => unit).sort(
      (a, b) => habits[b]!.mean - habits[a]!.mean,
    );
    return { symbols, traced: symbols, buckets, units: habits, similarity };
  }

  private symbol({ at }: Asked<'symbol'>): PlacedSymbol {
    const symbol = this.base[at % this.base.length]!;
    const after = this.base[(at + 1) % this.base.length]!;
    const next = [after, 'e', ' ', 't', 'o', 'a'].filter((each, index, all) => all.indexOf(each) === index).slice(0, 5);
    const quantities = this.layer.quantities.filter((quantity) => !quantity.startsWith('gradient'));
    return {
      at,
      offset: at,
      length: symbol.length,
      symbol,
      isUnknown: !this.known.includes(symbol),
      isApproximate: false,
      surprise: this.surprise(at) ?? undefined,
      next: next.map((each, index) => ({
        symbol: each,
        probability: 0.46 / (index + 1) ** 1.6,
        isTrue: each === after,
      })),
      lossesAhead: 127 - (at % 64),
      layers: [
        {
          gradientH: this.norm('gradientH', at),
          gradientC: this.norm('gradientC', at),
          quantities: quantities.map((quantity) => ({
            quantity: quantity as never,
            mean: this.meanAt(quantity, at),
            values: Array.from({ length: this.layer.units }, (_, unit) => this.value(quantity, unit, at)),
            ownMeans: [],
          })),
        },
      ],
      line: 1 + Math.floor(at / 40),
      column: 1 + (at % 40),
    };
  }

  private unit({ at, unit }: Asked<'unit'>): UnitExplanation {
    const numbers: Record<string, number> = {
      cBefore: at % this.base.length === 0 ? 0 : this.value('c', unit, at - 1),
    };
    for (const quantity of this.layer.quantities) numbers[quantity] = this.value(quantity, unit, at);
    for (const gate of ['forget', 'input', 'output']) numbers[`sums.${gate}`] = -Math.log(1 / numbers[gate]! - 1);
    numbers['sums.candidate'] = Math.atanh(numbers['candidate']!);
    return { unit, numbers };
  }

  /** What is played costs twice the truth, and moves every unit by a tenth. */
  private play({ intervention, until }: Asked<'play'>): Played {
    const from = intervention.kind === 'gate' ? intervention.from : intervention.at;
    const places = Array.from({ length: until - from }, (_, index) => from + index);
    const truth = places.map((at) => this.surprise(at));
    return {
      from,
      isApproximate: false,
      surprise: { truth, played: truth.map((loss) => loss && 2 * loss) },
      next: places.map(() => ({ truth: [['e', 0.5]], played: [['a', 0.3]] })),
      difference: [places.map((_, index) => 1 / (1 + index))],
      units: encodeFloats(new Float32Array(places.length * this.layer.units).fill(0.1)),
    };
  }

  private formed({ quantity }: Asked<'formed'>): FormedPicture[] {
    const { values } = this.columns({ layer: 0, quantity, from: 0, to: this.text.symbols, every: 1 });
    return [100, 1000].map((step) => ({ step, values }));
  }

  private lookBack({ at }: Asked<'lookBack'>): LookBack {
    const from = Math.max(0, at - 64);
    const norms = Array.from({ length: at - from }, (_, index) => {
      const back = at - from - index;
      return 0.8 * 0.78 ** back * (0.6 + 0.8 * noise(at, index));
    });
    return { at, from, offsets: [], layers: [norms] };
  }
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
