import { expect, it } from 'vitest';
import { ByteCache } from './byteCache';

it('what is kept never takes more bytes than it may, and what was used last stays', () => {
  const cache = new ByteCache(100);
  for (let i = 0; i < 50; i++) {
    cache.get('x 0');
    cache.set(`x ${i}`, i, 10);
    expect(cache.bytes).toBeLessThanOrEqual(100);
  }
  expect(cache.get('x 0')).toBe(0);
  expect(cache.get('x 49')).toBe(49);
  expect(cache.get('x 30')).toBeUndefined();
  cache.set('large', 1, 101);
  expect([cache.get('large'), cache.bytes]).toEqual([undefined, 100]);
  cache.set('x 49', 'other', 5);
  expect([cache.get('x 49'), cache.bytes]).toEqual(['other', 95]);
});

it('what follows on a change is forgotten, and nothing else', () => {
  const cache = new ByteCache(1000);
  for (const key of ['a 1', 'a 5', 'a 10', 'b 10']) cache.set(key, key, 10);
  cache.deleteFrom('a ', 5);
  expect(['a 1', 'a 5', 'a 10', 'b 10'].map((key) => cache.get(key))).toEqual(['a 1', undefined, undefined, 'b 10']);
  expect(cache.bytes).toBe(20);
});
