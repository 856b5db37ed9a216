import type {
  Intervention,
  LensLayer,
  LookBack,
  Overview,
  PanelQuantity,
  Played,
  Quantity,
  Stretch,
  SymbolTrace,
  UnitExplanation,
} from './lens';
import type { Notation } from './notation';
import type { Params, Result } from './rpc';

/** A layer of the lens as the panel shows it: one tab a quantity, in this order. */
export interface PanelLayer extends Omit<LensLayer, 'quantities'> {
  quantities: PanelQuantity[];
  /** Those that can be set to 0 or 1, to play. */
  playable: Quantity[];
  /** The letter of its memory, where it has one: c, or another source's. */
  memory?: string;
}

/** The lens that the panel shows. */
export interface PanelLens {
  /** Names these weights: another checkpoint has another one. */
  id: string;
  name: string;
  step?: number;
  /** The symbols; the empty string is the unknown one. */
  vocabulary: string[];
  layers: PanelLayer[];
  /** Whose letters the equations are shown in, too. */
  notation: Notation;
}

/** The text that is looked at. */
export interface PanelText {
  /** Its address. */
  document: string;
  /** As people call it. */
  name: string;
  version: number;
  /** Unicode code points. */
  symbols: number;
  /** How many of them are outside the vocabulary. */
  unknown: number;
  /** The text itself where it is the probe: the one that is held and traced anew with each checkpoint. */
  probe?: string;
}

/** What is chosen in editor and panel alike. */
export interface PanelPlace {
  /** Number of the symbol. */
  at: number;
  layer?: number;
  quantity?: PanelQuantity;
  unit?: number;
  /** Whether the look-back from there is shown. */
  isLookingBack?: boolean;
  /** What is played with; null for nothing any more. */
  play?: Intervention | null;
}

/** The probe text's units at one checkpoint that was followed. */
export interface FormedPicture {
  step: number;
  /** [symbols] rows of units, little-endian float32 in base64. */
  values: string;
}

/** Everything about a symbol, and where the editor shows it (both from 1). */
export interface PlacedSymbol extends SymbolTrace {
  line: number;
  column: number;
}

/** What the page asks about the lens and the text of the last `open`. */
export interface GatesQuestions {
  /** In columns of `every` symbols, aligned at multiples of it. */
  columns(params: { layer: number; quantity: PanelQuantity; from: number; to: number; every: number }): Stretch;
  overview(params: { layer: number; quantity: PanelQuantity }): Overview;
  symbol(params: { at: number }): PlacedSymbol;
  unit(params: { at: number; layer: number; unit: number }): UnitExplanation;
  lookBack(params: { at: number }): LookBack;
  /** Differences are of the layer and quantity. */
  play(params: { intervention: Intervention; until: number; layer: number; quantity: Quantity }): Played;
  /** How a quantity of the probe text has formed, the oldest first; nothing of another text. */
  formed(params: { layer: number; quantity: PanelQuantity }): FormedPicture[];
}

/** A question by its kind. */
export type GatesQuestion = {
  [K in keyof GatesQuestions]: { kind: K; params: Params<GatesQuestions, K> };
}[keyof GatesQuestions];

/** The answer to a question. */
export type GatesAnswer = Result<GatesQuestions, keyof GatesQuestions>;

/** Why there is nothing to show. */
export type NothingToShow =
  | { why: 'noLens' }
  | { why: 'noText'; lens: string }
  /** What is wrong, as a full sentence. */
  | { why: 'failed'; message: string };

/** What the host tells the gates panel. */
export type ToGatesPanel =
  /** The panel shows this from now on. Of the same text, older numbers stay in sight until the new ones are there. */
  | {
      type: 'open';
      lens: PanelLens;
      text: PanelText;
      place?: PanelPlace;
      /** Whether there is a probe text to change to. */
      hasProbe: boolean;
    }
  /** There is nothing to show. */
  | ({ type: 'empty' } & NothingToShow)
  /** The editor's cursor has moved, or a link was followed. */
  | { type: 'choose'; place: PanelPlace }
  /** More of the text is traced, or what was approximate is exact: the page asks again for what it shows. */
  | { type: 'traced' }
  | { type: 'answer'; number: number; answer: GatesAnswer }
  /** A question could not be answered; without a message nobody waits for it any more. */
  | { type: 'unanswered'; number: number; message?: string }
  /** Something asked for could not be carried out. */
  | { type: 'notice'; message: string };

/** What the gates panel asks of the host. */
export type FromGatesPanel =
  | { type: 'ready' }
  /** Questions are numbered by the page; a newer one goes first. */
  | { type: 'ask'; number: number; question: GatesQuestion }
  /** The answer is of no use any more. */
  | { type: 'forget'; numbers: number[] }
  /** The person has chosen a symbol: the editor follows. */
  | { type: 'chosen'; at: number }
  /** The text is to be coloured by this unit; without a unit, as it was before. */
  | { type: 'seeUnit'; layer: number; quantity: PanelQuantity; unit?: number }
  /** Units of a layer in the order of the rows, top to bottom; the hover's small pictures keep it. */
  | { type: 'sorted'; layer: number; order: number[] }
  /** The picture as PNG in base64. */
  | { type: 'savePicture'; png: string; name: string }
  /** The numbers of these symbols. */
  | {
      type: 'saveNumbers';
      format: 'csv' | 'npy';
      layer: number;
      quantity: PanelQuantity;
      from: number;
      to: number;
    }
  /** Whether something is played with. */
  | { type: 'playing'; isPlaying: boolean }
  /** Holds a text as the probe, or shows the one that is held; without a text that is given. */
  | { type: 'holdProbe'; text?: string }
  /** Shows the document again; the probe is still held, or not any more. */
  | { type: 'leaveProbe'; isReleased: boolean }
  | { type: 'chooseLens' }
  | { type: 'chooseText' }
  | { type: 'retry' };
