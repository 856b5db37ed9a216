import type { FormedPicture, PanelLayer, PanelLens, PanelText, PlacedSymbol } from '../../../src/protocol/gatesPanel';
import type { LookBack, Overview, PanelQuantity, UnitExplanation } from '../../../src/protocol/lens';
import { ChunkCache } from './chunkCache';
import { Extents } from './extent';
import type { PlayedWay } from './playedWay';

const mostBytes = 128e6;

/** The equations of a unit at a symbol. */
export interface PlacedUnit extends UnitExplanation {
  at: number;
  layer: number;
}

/** How a quantity of the probe has formed. */
export interface Formed {
  layer: number;
  quantity: PanelQuantity;
  pictures: (Omit<FormedPicture, 'values'> & { values: Float32Array })[];
}

/** What the page knows about a text under a lens. */
export class GatesData {
  readonly chunks = new ChunkCache(mostBytes);
  readonly extents = new Extents();
  readonly vocabulary: Set<string>;
  symbol: PlacedSymbol | undefined;
  unit: PlacedUnit | undefined;
  lookBack: LookBack | undefined;
  played: PlayedWay | undefined;
  formed: Formed | undefined;
  private readonly overviews = new Map<string, Overview>();
  /** By kind of question, the keys of those whose answers are kept and hold. */
  private readonly fresh = new Map<string, Set<string>>();

  constructor(
    readonly lens: PanelLens,
    readonly text: PanelText,
  ) {
    this.vocabulary = new Set(lens.vocabulary);
  }

  layer(index: number): PanelLayer {
    return this.lens.layers[index]!;
  }

  overview(layer: number, quantity: PanelQuantity): Overview | undefined {
    return this.overviews.get(overviewKey(layer, quantity));
  }

  keepOverview(layer: number, quantity: PanelQuantity, overview: Overview): void {
    this.overviews.set(overviewKey(layer, quantity), overview);
  }

  /** Whether the answer to a question is there and still holds. */
  isFresh(kind: string, key: string): boolean {
    return this.fresh.get(kind)?.has(key) ?? false;
  }

  /** The answer to a question has come. Of every kind but overviews it takes the place of the one before. */
  makeFresh(kind: string, key: string): void {
    const kept = kind === 'overview' ? this.fresh.get(kind) : undefined;
    this.fresh.set(kind, new Set([...(kept ?? []), key]));
  }

  /** What is known is to be asked for again; it stays in sight until then. */
  makeStale(): void {
    this.fresh.clear();
    this.chunks.makeStale();
  }

  /** More of the text is traced: what was approximate or of a part only is to be asked for again. */
  makeApproximateStale(): void {
    this.chunks.makeStale(true);
    for (const [key, { symbols, traced }] of this.overviews)
      if (traced < symbols) this.fresh.get('overview')?.delete(key);
    if (this.symbol?.isApproximate) for (const kind of ['symbol', 'unit']) this.fresh.delete(kind);
    if (this.played?.isApproximate) this.fresh.delete('play');
    this.fresh.delete('formed');
  }

  /**
   * Takes over what an older lens or version of the same text has shown, as stale, where its shape is the same.
   * @returns itself
   */
  after(older: GatesData | undefined): this {
    const isSame =
      older !== undefined &&
      older.text.document === this.text.document &&
      older.lens.layers.length === this.lens.layers.length &&
      older.lens.layers.every(
        ({ units, cell }, index) => units === this.layer(index).units && cell === this.layer(index).cell,
      );
    if (!isSame) return this;
    older.makeStale();
    return Object.assign(this, {
      chunks: older.chunks,
      overviews: older.overviews,
      symbol: older.symbol,
      unit: older.unit,
      lookBack: older.lookBack,
      played: older.played,
      formed: older.formed,
    });
  }
}

const overviewKey = (layer: number, quantity: PanelQuantity): string => `${layer} ${quantity}`;
