import { describe, expect, it } from 'vitest';
import { math, mathParts, plainFormula, summands } from './formula';
import { styleOf } from './style';

const style = styleOf('pytorch');
const [z, h] = [style.value('z', 'update'), style.before('h', 'h')];

describe('a formula', () => {
  it('is set with its indices below or above', () => {
    expect(mathParts(math`${style.parameter('W', 'i')} ${h} + b`)).toEqual([
      { text: 'W', level: 'line' },
      { text: 'i', level: 'below' },
      { text: ' ', level: 'line' },
      { text: 'h', level: 'line' },
      { text: 't−1', level: 'below' },
      { text: ' + b', level: 'line' },
    ]);
    expect(plainFormula([styleOf('goodfellow').parameter('W', 'f')])).toBe('W^f');
  });

  it('falls into its summands', () => {
    const sum = math`${z} ⊙ ${h} + ${{ apply: 'rest', to: z }} ⊙ ${h}`;
    expect(summands(sum).map(plainFormula)).toEqual(['z_t ⊙ h_{t−1}', '(1 − z_t) ⊙ h_{t−1}']);
    expect(summands(math`${z}`).map(plainFormula)).toEqual(['z_t']);
  });
});
