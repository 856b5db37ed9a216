import { expect, it } from 'vitest';
import { FreeList } from './freeList';
import { Generator } from './testing/generator';

it('what was given back is joined with its neighbours, in whatever order', () => {
  for (const order of [
    [0, 1, 2],
    [2, 1, 0],
    [0, 2, 1],
    [1, 0, 2],
  ]) {
    const list = new FreeList(0, 192);
    const taken = [list.take(64)!, list.take(60)!, list.take(1)!];
    expect(list.take(1)).toBeUndefined();
    for (const i of order) list.give(taken[i]!);
    expect(list.take(192)).toBe(0);
  }
});

it('the first stretch that is large enough is given out, aligned', () => {
  const list = new FreeList(100, 1024);
  const [first, second, third] = [list.take(200)!, list.take(64)!, list.take(64)!];
  expect([first, second, third]).toEqual([128, 384, 448]);
  list.give(first);
  list.give(third);
  expect(list.take(256)).toBe(first);
  expect(list.take(64)).toBe(third);
});

it('memory that grows continues its last free stretch', () => {
  const list = new FreeList(0, 128);
  list.take(64);
  expect(list.missing(256)).toBe(192);
  list.extend(320);
  expect(list.take(256)).toBe(64);
  expect(list.missing(64)).toBe(64);
  expect(() => list.give(128)).toThrow(RangeError);
});

it('whatever is taken and given back, stretches never overlap and none is lost', () => {
  const generator = new Generator(5);
  const list = new FreeList(0, 64 * 256);
  const owners = new Array<number>(256).fill(0); // of each 64 bytes
  const taken = new Map<number, { address: number; lines: number }>();
  for (let turn = 1; turn <= 2000; turn++) {
    const lines = generator.integer(1, 20);
    const address = generator.next() < 0.55 ? list.take(lines * 64 - generator.integer(0, 63)) : undefined;
    if (address !== undefined) {
      expect(owners.slice(address / 64, address / 64 + lines)).toEqual(new Array(lines).fill(0));
      owners.fill(turn, address / 64, address / 64 + lines);
      taken.set(turn, { address, lines });
    } else if (taken.size > 0) {
      const chosen = generator.pick([...taken.keys()]);
      const { address: begin, lines: count } = taken.get(chosen)!;
      list.give(begin);
      owners.fill(0, begin / 64, begin / 64 + count);
      taken.delete(chosen);
    }
  }
  for (const { address } of taken.values()) list.give(address);
  expect(list.take(64 * 256)).toBe(0);
});
