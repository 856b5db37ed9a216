import { expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { plainMemory, sharedMemory, WasmMemory } from './wasmMemory';

it('memory that cannot grow names the size asked for and what to lower', () => {
  const memory = new WasmMemory(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 1024);
  memory.allocate(60_000);
  for (const bytes of [80_000, 2 ** 33, 2 ** 50]) {
    const attempt = () => memory.allocate(bytes);
    expect(attempt).toThrow(UserError);
  }
  expect(() => memory.allocate(80_000)).toThrow(/need 80 kB of memory/);
  expect(() => memory.allocate(60_000)).not.toThrow();
});

it.each([
  ['shared', sharedMemory],
  ['plain', plainMemory],
])('views of %s memory stay while it is given out, and regions are zero at first', (_, make) => {
  const memory = new WasmMemory(make(), 1024);
  const first = memory.allocate(4000);
  const view = first.floats(first.address, 1000).fill(7);
  const large = memory.allocate(50e6);
  memory.free(large);
  expect(view).toHaveLength(1000);
  expect(first.floats(first.address, 1000)[999]).toBe(7);
  memory.free(first);
  const again = memory.allocate(4000);
  expect(again.address).toBe(first.address);
  expect(again.floats(again.address, 1000).every((number) => number === 0)).toBe(true);
});

it('where less address space can be reserved, less is', () => {
  const asked: number[] = [];
  const limited = (limit: number) => (descriptor: WebAssembly.MemoryDescriptor) => {
    asked.push(descriptor.maximum!);
    if (descriptor.maximum! > limit) throw new RangeError('could not allocate memory');
    return new WebAssembly.Memory({ ...descriptor, initial: 1 });
  };
  sharedMemory(limited(20_000));
  plainMemory(limited(20_000));
  expect(asked).toEqual([65_536, 32_768, 16_384, 32_768, 16_384]);
  expect(() => sharedMemory(limited(0))).toThrow(RangeError);
});

it('a view outside its region is refused', () => {
  const memory = new WasmMemory(new WebAssembly.Memory({ initial: 1, maximum: 2 }), 0);
  const region = memory.allocate(64);
  expect(() => region.floats(region.address, 17)).toThrow(RangeError);
  expect(() => region.doubles(region.address - 8, 1)).toThrow(RangeError);
  expect(() => memory.free({ ...region } as never)).toThrow(RangeError);
});
