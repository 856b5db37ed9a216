import {
  bytesOfSlopes,
  bytesOfTrace,
  keepSlopes,
  keepTrace,
  stateAfter,
  type BlockSlopes,
  type BlockTrace,
} from './blockTrace';
import type { ByteCache } from './byteCache';
import { CarriedStates } from './carriedStates';
import { BlockReader, type BlockGradient, type BlockRead, type BlockStart } from './readBlocks';
import type { ReadText } from './readText';
import type { TracedModel } from '../passes/tracedModel';
import type { Turn } from '../turns';
import { UnitMeans } from './unitMeans';
import { WarmedStates } from './warmedStates';

/** Milliseconds of reading on before others have their turn. */
const readingMs = 8;

/**
 * One text under one model, traced block by block as far as it is asked for: exact where it was read from its beginning
 * up to there, approximate where not yet.
 */
export class TracedText {
  readonly carried: CarriedStates;
  readonly means: UnitMeans;
  private readonly warmed: WarmedStates;
  private readonly reader: BlockReader;
  private readonly stopped = new AbortController();
  private isReadingOn = false;

  /** @param key tells it from other texts and models in the cache */
  constructor(
    readonly model: TracedModel,
    readonly text: ReadText,
    readonly block: number,
    private readonly cache: ByteCache,
    private readonly key: string,
  ) {
    this.carried = new CarriedStates(model, text, block);
    this.warmed = new WarmedStates(model, text, block, cache, `${key} warmed `);
    this.reader = new BlockReader(model, block);
    this.means = new UnitMeans(model.model.layers.length);
  }

  /** Aborted when the text is closed. */
  get signal(): AbortSignal {
    return this.stopped.signal;
  }

  /** Time steps from `step` on are others now, or are gone. */
  changed(step: number): void {
    this.carried.forgetFrom(step);
    this.warmed.forgetFrom(step);
    const block = Math.floor(Math.max(0, step - 1) / this.block);
    for (const kind of ['exact', 'approximate']) {
      this.cache.deleteFrom(`${this.key} trace ${kind} `, block);
      this.cache.deleteFrom(`${this.key} slopes ${kind} `, block - 1);
    }
  }

  /** Reads from the beginning until the state that a block begins with is known, or further where `end` says so. */
  async readTo(end: number, turn: Turn): Promise<void> {
    while (this.carried.reached < Math.min(end, this.text.length)) {
      const until = performance.now() + readingMs;
      while (this.carried.reached < Math.min(end, this.text.length) && performance.now() < until)
        this.carried.advance();
      await turn.pause();
    }
  }

  /** Reads on by itself to the end of the text, while nothing else is wanted. */
  readOn(turn: Turn): void {
    if (this.isReadingOn || this.carried.isDone) return;
    this.isReadingOn = true;
    void this.readTo(Infinity, turn)
      .catch(() => undefined) // closed meanwhile
      .finally(() => (this.isReadingOn = false));
  }

  /** Where a block begins, and whether that is approximate. Exact where it is wanted: then it must be known. */
  startOf(block: number): BlockStart & { isApproximate: boolean } {
    if (this.carried.knows(block)) return { block, state: this.carried.before(block), isApproximate: false };
    return { block, state: this.warmed.before(block), isApproximate: !this.warmed.isExact(block) };
  }

  /** A block with everything but its gradients. */
  trace(block: number): BlockTrace {
    const key = this.keyOf('trace', block);
    const known = this.cache.get<BlockTrace>(key);
    if (known) return known;
    const start = this.startOf(block);
    let made: BlockTrace | undefined;
    this.reader.read(this.text, [start], true, (read) => {
      made = keepTrace(read, this.model.model.layers.length, start.isApproximate);
    });
    this.means.add(made!);
    this.cache.set(key, made, bytesOfTrace(made!));
    return made!;
  }

  /** The gradients of a block. */
  slopes(block: number): BlockSlopes {
    const key = this.keyOf('slopes', block);
    const known = this.cache.get<BlockSlopes>(key);
    if (known) return known;
    const { isApproximate } = this.startOf(block);
    let made: BlockSlopes | undefined;
    this.reader.carryBack(
      this.text,
      [block],
      (each) => this.startIn(each, block),
      false,
      (gradient) => {
        made = keepSlopes(gradient, this.model.model.layers.length, isApproximate);
      },
    );
    this.cache.set(key, made, bytesOfSlopes(made!));
    return made!;
  }

  /** The loss of a time step, nats; NaN where it has none. */
  lossOf(step: number): number {
    if (step < 0) return NaN;
    if (step < this.carried.reached) return this.carried.loss(step);
    const { from, losses } = this.trace(Math.floor(step / this.block));
    return Math.fround(losses[step - from]!); // as the one that is carried is kept
  }

  /** Shows blocks side by side, without keeping them. */
  async visitBlocks(blocks: number[], turn: Turn, visit: (read: BlockRead) => void): Promise<void> {
    const { lanes } = this.reader;
    for (let i = 0; i < blocks.length; i += lanes) {
      const starts = blocks.slice(i, i + lanes).map((block) => this.startOf(block));
      this.reader.read(this.text, starts, false, visit);
      await turn.pause();
    }
  }

  /** Shows the gradients of blocks side by side, without keeping them. */
  async visitGradients(blocks: number[], turn: Turn, visit: (gradient: BlockGradient) => void): Promise<void> {
    const atOnce = this.reader.gradientLanes - 1;
    for (let i = 0; i < blocks.length; i += atOnce) {
      this.reader.carryBack(this.text, blocks.slice(i, i + atOnce), (block) => this.startOf(block), false, visit);
      await turn.pause();
    }
  }

  /** Losses that the gradients of a block count, from its first time step on. */
  lossesAhead(block: number): number {
    return this.reader.lossesFrom(this.text, block);
  }

  dispose(): void {
    this.stopped.abort();
    this.carried.dispose();
    this.warmed.dispose();
    this.reader.dispose();
    for (const kind of ['trace exact', 'trace approximate', 'slopes exact', 'slopes approximate', 'warmed'])
      this.cache.deleteFrom(`${this.key} ${kind} `, 0);
  }

  /** Where a block begins, or the one after it: always where the trace of the first ends, so that bits are the same. */
  private startIn(block: number, first: number): BlockStart {
    if (block === first) return this.startOf(block);
    return { block, state: stateAfter(this.model.states, this.trace(first), this.block) };
  }

  private keyOf(what: string, block: number): string {
    return `${this.key} ${what} ${this.carried.knows(block) ? 'exact' : 'approximate'} ${block}`;
  }
}
