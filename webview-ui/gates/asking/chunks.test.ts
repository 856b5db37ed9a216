import { describe, expect, it } from 'vitest';
import { decodeFloats } from '../../shared/decodeFloats';
import { chunkBytes, chunkColumns, chunkOf, chunkRange, chunksOver, type Chunk, type ChunkPlace } from './chunk';
import { ChunkCache } from './chunkCache';
import { encodeFloats } from '../testing/sampleLens';

const units = 4;

function chunk(place: Partial<ChunkPlace> = {}, isApproximate = false): Chunk {
  const whole: ChunkPlace = { layer: 0, quantity: 'forget', every: 1, index: 0, ...place };
  const { from, to } = chunkRange(whole, 1e6);
  const values = encodeFloats(new Float32Array(chunkColumns * units));
  const rest = { units, mean: [], low: [], high: [], surprise: [], gradientH: [], gradientC: [], symbols: [] };
  return chunkOf(whole, { ...rest, from, to, every: whole.every, values, isApproximate });
}

describe('numbers in base64', () => {
  it('are read as little-endian float32', () => {
    const bytes = Buffer.alloc(12);
    [1.5, -2, NaN].forEach((value, index) => bytes.writeFloatLE(value, 4 * index));
    expect([...decodeFloats(bytes.toString('base64'))]).toEqual([1.5, -2, NaN]);
    expect(decodeFloats('')).toHaveLength(0);
  });

  it('are read alike where the browser has no reader of its own', () => {
    const holder = Uint8Array as { fromBase64?: unknown };
    const own = holder.fromBase64;
    const values = Float32Array.from({ length: 5000 }, (_, index) => Math.sin(index));
    delete holder.fromBase64;
    expect(decodeFloats(encodeFloats(values))).toEqual(values);
    if (own !== undefined) holder.fromBase64 = own;
  });
});

describe('chunks', () => {
  it('cover what is in view and a margin at each side, inside the text', () => {
    expect(chunksOver(0, 10, 1, 1000)).toEqual([0]);
    expect(chunksOver(100, 300, 1, 1000)).toEqual([0, 1, 2]);
    expect(chunksOver(256, 384, 1, 1000, 1)).toEqual([1, 2, 3]);
    expect(chunksOver(900, 1000, 1, 1000, 1)).toEqual([6, 7]);
    expect(chunksOver(0, 1e6, 2048, 1e6, 1)).toEqual([0, 1, 2, 3]);
  });

  it('end with the text', () => {
    expect(chunkRange({ every: 16, index: 3 }, 8000)).toEqual({ from: 6144, to: 8000 });
    const place = { layer: 0, quantity: 'h', every: 16, index: 3 } as const;
    const answer = { ...chunk(), from: 6144, to: 8000, every: 16, values: '' };
    expect(chunkOf(place, answer).columns).toBe(116);
  });

  it('are kept up to a number of bytes; those that were not seen for longest go first', () => {
    const cache = new ChunkCache(3 * chunkBytes(chunk()));
    for (const index of [0, 1, 2]) cache.put(chunk({ index }));
    cache.get({ layer: 0, quantity: 'forget', every: 1, index: 0 });
    cache.put(chunk({ index: 3 }));
    const kept = [0, 1, 2, 3].filter((index) => cache.get({ layer: 0, quantity: 'forget', every: 1, index }));
    expect(kept).toEqual([0, 2, 3]);
  });

  it('do not pile up when the same one comes again', () => {
    const cache = new ChunkCache(2 * chunkBytes(chunk()));
    cache.put(chunk({ index: 7 }));
    for (let time = 0; time < 9; time++) cache.put(chunk());
    expect(cache.size).toBe(2);
  });

  it('stand in for ones of another width that are on their way, coarsest first', () => {
    const cache = new ChunkCache(1e9);
    for (const place of [{ every: 1 }, { every: 4 }, { every: 2, index: 1 }, { every: 4, quantity: 'c' as const }])
      cache.put(chunk(place));
    const found = cache.standIns({ layer: 0, quantity: 'forget', every: 2 }, 0, 100);
    expect(found.map(({ every }) => every)).toEqual([4, 1]);
  });

  it('can be made stale, all of them or the approximate ones', () => {
    const cache = new ChunkCache(1e9);
    const [exact, approximate] = [chunk(), chunk({ index: 1 }, true)];
    cache.put(exact);
    cache.put(approximate);
    cache.makeStale(true);
    expect([exact.isStale, approximate.isStale]).toEqual([false, true]);
    cache.makeStale();
    expect(exact.isStale).toBe(true);
  });
});
