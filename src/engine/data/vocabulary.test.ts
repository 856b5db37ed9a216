import { describe, expect, it } from 'vitest';
import { UserError } from '../../protocol/userError';
import { Vocabulary } from './vocabulary';

describe('a vocabulary', () => {
  it('turns text into numbers and back, an emoji being one symbol', () => {
    const vocabulary = new Vocabulary(['a', 'b', '😀']);
    expect([...vocabulary.encode('b😀a')]).toEqual([1, 2, 0]);
    expect(vocabulary.decode([1, 2, 0])).toBe('b😀a');
    expect(vocabulary.size).toBe(3);
  });

  it('reads a foreign symbol as the unknown one and shows that as U+FFFD', () => {
    const vocabulary = new Vocabulary(['a', 'b', '']);
    expect([...vocabulary.encode('aüb')]).toEqual([0, 2, 1]);
    expect(vocabulary.decode([0, 2, 1])).toBe('a\ufffdb');
  });

  it('names a foreign symbol where there is no unknown one', () => {
    const encode = () => new Vocabulary(['a', 'b']).encode('aüb');
    expect(encode).toThrow(UserError);
    expect(encode).toThrow('"ü" (U+00FC)');
  });
});
