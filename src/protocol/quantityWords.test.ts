import { describe, expect, it } from 'vitest';
import { isGate, limitOf } from './quantities';
import { fullName, meaning, shortName } from './quantityWords';

const lstm = { cell: 'lstm' } as const;
const own = { cell: 'own', gates: ['keep'] } as const;
const named = { ...own, gates: [...own.gates] };

describe('a quantity that the lab knows', () => {
  it('is named and explained by what it does', () => {
    expect([shortName('forget', lstm), fullName('forget', lstm), meaning('forget', lstm)]).toEqual([
      ...['forget', 'Forget gate', 'share of its memory each unit keeps'],
    ]);
    expect(fullName('gradientC', lstm)).toBe('Gradient of the memory');
  });

  it('of an update gate has the sense of its layer', () => {
    expect(meaning('update', { cell: 'gru' })).toContain('keeps');
    expect(meaning('update', { cell: 'gru', update: 'replace' })).toContain('replaces');
  });

  it('cannot pass 1 where its equation says so', () => {
    const limits = (cell: 'lstm' | 'elman', quantities: string[]) => quantities.map((each) => limitOf(each, { cell }));
    expect(limits('lstm', ['forget', 'candidate', 'h', 'c'])).toEqual([1, 1, 1, undefined]);
    expect(limitOf('h', { cell: 'elman', activation: 'relu' })).toBeUndefined();
  });
});

describe('a quantity of a person’s own cell', () => {
  it('goes by its own name, and nothing is claimed of it, though the lab knows one of that name', () => {
    for (const name of ['forget', 'input', 'output', 'candidate', 'reset', 'update']) {
      expect([shortName(name, named), fullName(name, named)]).toEqual([name, name]);
      expect(meaning(name, named)).toBe('a quantity of your own cell, by the name that it has there');
      expect([isGate(name, named), limitOf(name, named)]).toEqual([false, undefined]);
    }
  });

  it('is a gate where its file says so', () => {
    expect([isGate('keep', named), limitOf('keep', named)]).toEqual([true, 1]);
    expect(meaning('keep', named)).toBe('a gate of your own cell, by the name that it has there');
    expect(isGate('h', named)).toBe(false);
  });

  it('has the states that every layer has', () => {
    expect([fullName('h', named), fullName('c', named)]).toEqual(['Hidden state', 'Memory']);
    expect(limitOf('h', named)).toBeUndefined();
  });
});

it('of a layer inside says where it stands', () => {
  expect([fullName('hh1', { cell: 'deep' }), meaning('hh1', { cell: 'deep' })]).toEqual([
    ...['hh1', 'hidden layer 1 on the way from one state to the next'],
  ]);
});
