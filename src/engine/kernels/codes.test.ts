import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keeps, networkArrays, optimisers, passArrays, wants } from './codes';
import { kernelCells } from './shape';

const header = readFileSync(join(import.meta.dirname, 'source/kernels.h'), 'utf8').replace(/\/\/.*/g, '');

/** The constants of the header whose names begin so, by the rest of the name in small letters. */
function constants(prefix: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, body] of header.matchAll(/enum \{([^}]*)\}/g)) {
    let next = 0;
    for (const [, name, value] of body!.matchAll(/(\w+)(?:\s*=\s*(\d+))?/g)) {
      if (value !== undefined) next = Number(value);
      found.set(name!, next++);
    }
  }
  const own = [...found].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, value]) => [name.slice(prefix.length).replace(/_/g, '').toLowerCase(), value]));
}

it.each([
  ['NETWORK_', networkArrays],
  ['PASS_', passArrays],
  ['KEEP_', keeps],
  ['WANT_', wants],
  ['OPTIMISER_', optimisers],
])('the codes named %s... are those of kernels.h', (prefix, codes) => {
  const named = Object.entries(codes).map(([name, code]) => [name.toLowerCase(), code]);
  expect(Object.fromEntries(named)).toEqual(Object.fromEntries(constants(prefix)));
});

it('the cells are numbered as in kernels.h', () => {
  const all = constants('');
  expect(kernelCells.map((cell) => all.get(cell.replace(/-/g, '')))).toEqual(kernelCells.map((_, i) => i));
});
