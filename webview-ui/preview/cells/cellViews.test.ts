import { describe, expect, it } from 'vitest';
import type { Layer } from '../../../src/protocol/experiment';
import { mathParts } from '../drawing/primitives';
import { cellViewOf } from './cellViews';

const layer = (fields: object): Layer => ({ units: 4, ...fields }) as Layer;
const equations = (fields: object): string[] => cellViewOf(layer(fields)).equations(layer(fields));

describe('the equations of a cell', () => {
  it('of a GRU say where the reset gate acts and what the update gate keeps', () => {
    const [, , after, keep] = equations({ cell: 'gru', reset: 'after', update: 'keep' });
    expect(after).toContain("r ∗ (W_n h_{t−1} + b'_n)");
    expect(keep).toBe('h_t = z ∗ h_{t−1} + (1 − z) ∗ n');
    const [, , before, replace] = equations({ cell: 'gru', reset: 'before', update: 'replace' });
    expect(before).toContain('W_n (r ∗ h_{t−1})');
    expect(replace).toBe('h_t = (1 − z) ∗ h_{t−1} + z ∗ n');
  });

  it('of an LSTM say what squashes the candidate and what the gates see of the memory', () => {
    expect(equations({ cell: 'lstm' }).join()).not.toContain('P_');
    const [input, , candidate, output] = equations({ cell: 'lstm', candidate: 'sigmoid', peephole: 'diagonal' });
    expect(input).toContain('P_i ∗ c_{t−1}');
    expect(candidate).toMatch(/^candidate g = σ\(/);
    expect(candidate).not.toContain('P_');
    expect(output).toContain('P_o ∗ c_t');
    expect(equations({ cell: 'lstm', peephole: 'full' })[1]).toContain('P_f c_{t−1}');
  });

  it('of an Elman network name its activation', () => {
    expect(equations({ cell: 'elman', activation: 'relu' })).toEqual(['h_t = relu(W h_{t−1} + U x_t + b)']);
    expect(equations({ cell: 'elman', activation: 'identity' })).toEqual(['h_t = W h_{t−1} + U x_t + b']);
  });

  it('are set with their subscripts below', () => {
    expect(mathParts('W_i h_{t−1} + b')).toEqual([
      { text: 'W', isBelow: false },
      { text: 'i', isBelow: true },
      { text: ' h', isBelow: false },
      { text: 't−1', isBelow: true },
      { text: ' + b', isBelow: false },
    ]);
  });
});
