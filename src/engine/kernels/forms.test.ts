import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answersAddress, checkParameters, forms } from './forms';

const source = (name: string) => readFileSync(join(import.meta.dirname, 'source', name), 'utf8');

/** Functions of kernels.h, with a letter for each parameter by its type in C. */
function declared(): Map<string, { form: string; answersAddress: boolean }> {
  const found = source('kernels.h').matchAll(/^EXPORTED (\w+ \*?)(\w+)\(([^)]*)\);/gm);
  return new Map(
    [...found].map(([, result, name, parameters]) => {
      const letters = parameters!.split(',').map((parameter) => {
        if (parameter.includes('Team *')) return 't';
        if (parameter.includes('*')) return 'a';
        return parameter.includes('double ') ? 'd' : parameter.includes('int ') ? 'i' : '';
      });
      return [name!, { form: letters.join(''), answersAddress: result!.includes('*') }];
    }),
  );
}

it('functions take what kernels.h says', () => {
  const ofTeam = [...declared()].filter(([name]) => !name.startsWith('team_'));
  expect(Object.fromEntries(ofTeam.map(([name, { form }]) => [name, form]))).toEqual(forms);
  const addresses = ofTeam.filter(([, each]) => each.answersAddress).map(([name]) => name);
  expect(new Set(addresses)).toEqual(answersAddress);
});

it('the table of the add-on says the same as kernels.h', () => {
  const table = [...source('table.c').matchAll(/FUNCTION\((\w+), "(\w*)"\)/g)];
  expect(table.length).toBeGreaterThan(Object.keys(forms).length);
  for (const [, name, form] of table) expect([name, form]).toEqual([name, declared().get(name!)?.form]);
});

it('a number that does not fit a parameter is refused', () => {
  const check = (...parameters: number[]) => checkParameters('network_array', parameters, (address) => address === 64);
  expect(() => check(64, 2)).not.toThrow();
  for (const wrong of [[64], [64, 2, 3], [65, 2], [64, 2.5], [64, 2 ** 31], [64, NaN], [NaN, 2]])
    expect(() => check(...wrong)).toThrow(RangeError);
});
