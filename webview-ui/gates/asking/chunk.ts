import type { PanelQuantity, Stretch } from '../../../src/protocol/lens';
import { decodeFloats } from '../../shared/decodeFloats';

/** Stretch of one chunk: what is asked for, kept and painted at once. */
export const chunkColumns = 128;

/** Which chunk of which picture: columns of `every` symbols, chunks counted from the beginning of the text. */
export interface ChunkPlace {
  layer: number;
  quantity: PanelQuantity;
  every: number;
  index: number;
}

/** Numbers of some columns of the picture. */
export interface Chunk extends Omit<Stretch, 'values'> {
  place: ChunkPlace;
  /** Unit by unit for each column in turn, [columns, units]. */
  values: Float32Array;
  columns: number;
  /** Whether it is of weights or of a text that have changed since: shown until the new one is there. */
  isStale: boolean;
}

/** Names a chunk. */
export const chunkKey = ({ layer, quantity, every, index }: ChunkPlace): string =>
  `${layer} ${quantity} ${every} ${index}`;

/** The symbols of a chunk, up to the end of the text. */
export function chunkRange({ every, index }: Pick<ChunkPlace, 'every' | 'index'>, symbols: number) {
  const wide = chunkColumns * every;
  return { from: index * wide, to: Math.min(symbols, (index + 1) * wide) };
}

/** Reads an answer. */
export function chunkOf(place: ChunkPlace, answer: Stretch): Chunk {
  const values = decodeFloats(answer.values);
  const columns = Math.ceil((answer.to - answer.from) / answer.every);
  return { ...answer, place, values, columns, isStale: false };
}

/** Bytes that a chunk holds, its painted image included. */
export const chunkBytes = ({ values, columns }: Chunk): number => 2 * values.byteLength + 100 * columns;

/** The chunks that touch a stretch of symbols, and as many more at each side as `margin` says. */
export function chunksOver(from: number, to: number, every: number, symbols: number, margin = 0): number[] {
  const wide = chunkColumns * every;
  const first = Math.max(0, Math.floor(from / wide) - margin);
  const end = Math.min(Math.ceil(symbols / wide), Math.ceil(to / wide) + margin);
  return Array.from({ length: Math.max(0, end - first) }, (_, offset) => first + offset);
}
