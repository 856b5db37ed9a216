import { openedKernels } from '../engine/backend/openedKernels';
import type { ByteCache } from '../engine/inspect/reading/byteCache';
import { startTensors } from '../engine/backend/startTensors';
import { gatesOfLayer, quantitiesOfLayer, widthOf } from '../engine/inspect/reading/quantities';
import { ReadText, SymbolNumbers } from '../engine/inspect/reading/readText';
import { Summary } from '../engine/inspect/instruments/summary';
import type { SymbolChange, SymbolText } from '../engine/inspect/reading/symbolText';
import { TracedText } from '../engine/inspect/reading/tracedText';
import { tracedModelOf, type TracedModel } from '../engine/inspect/passes/tracedModel';
import { isKnownToKernels } from '../engine/model/isKnownToKernels';
import { describedLayer } from '../protocol/equations/described';
import type { LensDescription, LensLayer, LensSource, PanelQuantity } from '../protocol/lens';
import { readLensModel, type LensModel } from './readLensModel';

const longestBlock = 1024;
const mostSummaries = 4;

/** A text as a lens sees it. */
export interface LensText {
  traced: TracedText;
  /** By layer and quantity, the newest last. */
  summaries: Map<string, { summary: Summary; stop: AbortController }>;
}

/** Weights that texts are looked at through. */
export class OpenLens {
  private readonly texts = new Map<string, LensText>();
  private readonly numbers: SymbolNumbers;

  private constructor(
    readonly id: string,
    private readonly lens: LensModel,
    private readonly model: TracedModel,
    private readonly block: number,
    private readonly cache: ByteCache,
  ) {
    this.numbers = new SymbolNumbers(lens.vocabulary);
  }

  /** @throws UserError where the source is gone, torn or does not fit together */
  static async open(id: string, source: LensSource, block: number, cache: ByteCache): Promise<OpenLens> {
    const lens = await readLensModel(source);
    if (!isKnownToKernels(lens.model)) await startTensors();
    const { kernels } = await openedKernels('auto', 1); // hovers must not wait for threads that a training uses
    const model = tracedModelOf(lens.model, lens.vocabulary.size, lens.values, kernels ?? null);
    return new OpenLens(id, lens, model, Math.min(longestBlock, Math.max(1, Math.floor(block) || 64)), cache);
  }

  get description(): LensDescription {
    const { name, step, passedOver, vocabulary, unigram, model, dataPath } = this.lens;
    return {
      id: this.id,
      name,
      ...(step === undefined ? {} : { step }),
      ...(passedOver === undefined ? {} : { passedOver }),
      vocabulary: vocabulary.symbols,
      ...(unigram === undefined ? {} : { unigram }),
      layers: model.layers.map((_, k) => describeLayer(this.model, k)),
      block: this.block,
      dataPath,
    };
  }

  /** The symbols by number; the empty string is the unknown one. */
  get vocabulary(): string[] {
    return this.lens.vocabulary.symbols;
  }

  /** A text under the lens. */
  look(document: string, text: SymbolText): LensText {
    return this.texts.get(document) ?? this.begin(document, text);
  }

  /** To be called as soon as a text was edited. */
  changed(document: string, change: SymbolChange): void {
    const known = this.texts.get(document);
    if (!known) return;
    const step = known.traced.text.changed(change);
    known.traced.changed(step);
    for (const [key, { summary, stop }] of known.summaries)
      if (!summary.isBehind(step)) {
        stop.abort();
        known.summaries.delete(key);
      }
  }

  /** A quantity over the whole text, as far as it was counted. */
  summaryOf(
    { traced, summaries }: LensText,
    layer: number,
    quantity: PanelQuantity,
  ): { summary: Summary; stop: AbortController } {
    const key = `${layer} ${quantity}`;
    const found = summaries.get(key) ?? { summary: new Summary(traced, layer, quantity), stop: new AbortController() };
    summaries.delete(key);
    summaries.set(key, found);
    for (const [oldest, { stop }] of summaries) {
      if (summaries.size <= mostSummaries) break;
      stop.abort();
      summaries.delete(oldest);
    }
    return found;
  }

  forget(document: string): void {
    const known = this.texts.get(document);
    this.texts.delete(document);
    for (const { stop } of known?.summaries.values() ?? []) stop.abort();
    known?.traced.dispose();
  }

  close(): void {
    for (const document of [...this.texts.keys()]) this.forget(document);
    this.model.dispose();
  }

  private begin(document: string, text: SymbolText): LensText {
    const read = new ReadText(text, this.numbers);
    const traced = new TracedText(this.model, read, this.block, this.cache, `${this.id} ${document}`);
    const made = { traced, summaries: new Map() };
    this.texts.set(document, made);
    return made;
  }
}

function describeLayer(traced: TracedModel, k: number): LensLayer {
  const layer = traced.model.layers[k]!;
  const quantities = quantitiesOfLayer(layer);
  const gates = gatesOfLayer(layer);
  const other = [...quantities, 'gradientH']
    .map((quantity) => [quantity, widthOf(traced, k, quantity)] as const)
    .filter(([, width]) => width !== layer.units);
  return {
    ...describedLayer(traced.model, k),
    units: layer.units,
    quantities,
    ...(gates ? { gates } : {}),
    ...(other.length > 0 ? { widths: Object.fromEntries(other) } : {}),
  };
}
