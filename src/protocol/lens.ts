import type { Described } from './equations/described';

/** What a lens looks through: a checkpoint of a run, or weights trained elsewhere beside their experiment. */
export type LensSource =
  /** `checkpoint`: a file name of the run's checkpoints, or which of them. */
  { directory: string; checkpoint: string | 'best' | 'last' } | { experimentPath: string; weightsPath: string };

/** Quantities that the lab knows by name. An LSTM has no reset and update, a GRU only these, candidate and h. */
export type KnownQuantity = 'forget' | 'input' | 'output' | 'candidate' | 'reset' | 'update' | 'c' | 'h';

/**
 * What can be seen of a layer, some numbers a symbol: one a unit where the lab knows it. A deep transition has its inner
 * layers besides, and an own cell what it names.
 */
export type Quantity = KnownQuantity | (string & {});

/** What the panel shows by unit: also dL/dh_t and dL/dc_t. */
export type PanelQuantity = Quantity | 'gradientH' | 'gradientC';

/** A lens that is open. */
export interface LensDescription {
  /** Names these weights: another checkpoint has another one. */
  id: string;
  /** The run, or the file of the weights. */
  name: string;
  /** Steps trained, where a run tells. */
  step?: number;
  /** Which newer checkpoints of the run could not be read, in words. */
  passedOver?: string;
  /** The symbols; the empty string is the unknown one. */
  vocabulary: string[];
  /** What symbols cost by their frequency alone, nats, where a run tells. */
  unigram?: number;
  layers: LensLayer[];
  /** Symbols in a block of the gradients. */
  block: number;
  /** The text that the experiment names. */
  dataPath: string;
}

/** A layer as a lens shows it. */
export interface LensLayer extends Described {
  units: number;
  quantities: Quantity[];
  /** Those between 0 and 1, where the names do not tell it. */
  gates?: Quantity[];
  /** How many numbers a quantity has at a symbol, where that is not one a unit. */
  widths?: Partial<Record<PanelQuantity, number>>;
}

/**
 * A text under a lens. Places in it are UTF-16 offsets on the editor's side and symbol numbers on the panel's; a symbol
 * is a Unicode code point.
 */
export interface TextPlace {
  lens: string;
  /** Name of the text: a document's address. */
  document: string;
  /** The version of the text that the places are of. */
  version: number;
}

/** Symbols that a state is warmed up over, at least, where the text is not read up to them. */
export const warmUp = 1000;

/** Everything about one symbol. Norms and losses are of the summed loss of this one text. */
export interface SymbolTrace {
  /** Number of the symbol in the text, its offset and length in UTF-16 units. */
  at: number;
  offset: number;
  length: number;
  symbol: string;
  /** Whether the symbol is outside the vocabulary. */
  isUnknown: boolean;
  /** Whether the state was warmed up over the preceding symbols only, instead of carried from the beginning. */
  isApproximate: boolean;
  /** The loss of the time step before, nats; none for the first symbol. */
  surprise?: number;
  /** The likeliest symbols after this one, and which of them came. */
  next: { symbol: string; probability: number; isTrue: boolean }[];
  /** Losses that the gradients count, from this symbol on; 0 where none follows. */
  lossesAhead: number;
  layers: LayerAtSymbol[];
}

/** A layer at a symbol. */
export interface LayerAtSymbol {
  quantities: QuantityAtSymbol[];
  gradientH?: number;
  gradientC?: number;
}

/** One quantity of all units of a layer at a symbol. */
export interface QuantityAtSymbol {
  quantity: Quantity;
  mean: number;
  /** By unit. */
  values: number[];
  /** Each unit's mean over what was traced of the text so far. */
  ownMeans: number[];
}

/** What colours a text: a quantity of a layer (its mean, or one unit), the surprise, or a gradient. */
export type ColourBy =
  | { kind: 'surprise' }
  | { kind: 'gradientH'; layer: number }
  | { kind: 'quantity'; layer: number; quantity: Quantity; unit?: number };

/** One number a symbol, in the order of the text. */
export interface SymbolValues {
  /** UTF-16 offset of each symbol. */
  offsets: number[];
  values: (number | null)[];
  isApproximate: boolean;
}

/** What one prediction depends on. */
export interface LookBack {
  /** The symbol that had to be predicted. */
  at: number;
  /** The number and the offset of the first symbol that the norms are of. */
  from: number;
  offsets: number[];
  /** By layer: ||dL/dh_t|| of the symbols from..at - 1. */
  layers: number[][];
}

/**
 * Numbers of a stretch of text for the panel, in columns of `every` symbols. With more than one symbol a column, numbers
 * are means over the column.
 */
export interface Stretch {
  /** Symbols; `from` is a multiple of `every`, `to` one too or the end of the text. */
  from: number;
  to: number;
  every: number;
  units: number;
  /** [columns] rows of units, little-endian float32 in base64. */
  values: string;
  /** By column: the mean over units (of sizes, where a quantity has both signs), and its range of 10 to 90 %. */
  mean: number[];
  low: number[];
  high: number[];
  /** By column; null where there is none. */
  surprise: (number | null)[];
  gradientH: (number | null)[];
  gradientC: (number | null)[];
  /** Only with one symbol a column. */
  symbols: string[];
  isApproximate: boolean;
}

/** A layer's quantity over the whole text, or what is traced of it. */
export interface Overview {
  /** Symbols of the text, and how many of them are traced. */
  symbols: number;
  traced: number;
  /** At most a thousand buckets: the mean over units (of sizes, where a quantity has both signs), and its range of
   * 10 to 90 %. */
  buckets: { mean: number; low: number; high: number }[];
  /** By unit: mean, share of time below 0.1 and above 0.9 (gates only; Karpathy, Johnson, Li 2015). */
  units: { mean: number; closed: number; open: number }[];
  /** Units so that alike ones stand together. */
  similarity: number[];
}

/** One unit's equations with its numbers at a symbol. */
export interface UnitExplanation {
  unit: number;
  /** By name: the quantities, "cBefore", "hBefore", the sums before the gates, "sums.forget" and so on, and what of
      them came through a peephole, "seen.forget" and so on. */
  numbers: Record<string, number>;
}

/** A change to play with: the text stays as it is. A gate is set up to before `to`, or to the end. */
export type Intervention =
  | { kind: 'gate'; layer: number; quantity: Quantity; unit?: number; value: 0 | 1; from: number; to?: number }
  | { kind: 'symbol'; at: number; symbol: string };

/** The truth and what an intervention makes of it, by symbol from the first that differs. */
export interface Played {
  from: number;
  /** Whether the state before it was warmed up over the preceding symbols only. */
  isApproximate: boolean;
  surprise: { truth: (number | null)[]; played: (number | null)[] };
  next: { truth: [string, number][]; played: [string, number][] }[];
  /** By layer: ||h' - h|| of each symbol. */
  difference: number[][];
  /** Of the layer and quantity that are seen, what is played less the truth: [symbols] rows of units, little-endian
   * float32 in base64. */
  units: string;
}

/** What may be asked of the inspector about a lens. Newer questions of one kind and document go first. */
export interface LensMethods {
  openLens(params: { source: LensSource; block: number }): LensDescription;
  closeLens(params: { lens: string }): void;
  /** Gives the whole text, or takes it away (null). */
  setText(params: { document: string; version: number; text: string | null }): { symbols: number };
  /** Changes it: UTF-16 offsets in the text as it was, from the last edit to the first. */
  editText(params: { document: string; version: number; edits: { offset: number; length: number; text: string }[] }): {
    symbols: number;
  };
  /** Offsets of the symbols outside the vocabulary between two offsets. */
  findUnknown(params: TextPlace & { from: number; to: number }): { offsets: number[] };
  traceSymbol(params: TextPlace & { offset: number; isExact: boolean }): SymbolTrace;
  colourText(params: TextPlace & { from: number; to: number; by: ColourBy; isExact: boolean }): SymbolValues;
  lookBack(params: TextPlace & { offset: number }): LookBack;
  traceStretch(
    params: TextPlace & { from: number; to: number; every: number; layer: number; quantity: PanelQuantity },
  ): Stretch;
  traceOverview(params: TextPlace & { layer: number; quantity: PanelQuantity }): Overview;
  explainUnit(params: TextPlace & { at: number; layer: number; unit: number }): UnitExplanation;
  play(
    params: TextPlace & { intervention: Intervention; until: number; seen: { layer: number; quantity: Quantity } },
  ): Played;
}
