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

  it('of a Jordan network say what is fed back', () => {
    expect(equations({ cell: 'jordan', feedback: 'softmax' })[0]).toBe('h_t = tanh(W softmax(o_{t−1}) + U x_t + b)');
    expect(equations({ cell: 'jordan', feedback: 'logits' })[0]).toContain('W o_{t−1}');
    expect(equations({ cell: 'jordan', teacherForcing: true })[0]).toContain('W y_{t−1}');
  });

  it('of a deep transition name every layer of its networks', () => {
    const hiddenToHidden = [{ units: 9, activation: 'relu' }];
    const additive = equations({ cell: 'deep', transition: 'additive', hiddenToHidden, inputToHidden: [] });
    expect(additive).toEqual([
      'h_t = tanh(F_{hh}(h_{t−1}) + F_{xh}(x_t))',
      'F_{hh}: 9 relu → 4 linear',
      'F_{xh}: 4 linear',
    ]);
    expect(equations({ cell: 'deep', transition: 'nested', hiddenToHidden })[0]).toBe('h_t = tanh(F([h_{t−1}, x_t]))');
  });

  it('of a window model name the inputs that it sees', () => {
    expect(equations({ cell: 'feed-forward', context: 5 })[0]).toBe('h_t = tanh(H [x_{t−4}, ..., x_t] + d)');
    expect(equations({ cell: 'feed-forward', context: 1, direct: true })[1]).toBe('o_t = U h_t + W x_t + b');
  });

  it('of a cell that is not known say that it is some function of state and input', () => {
    expect(equations({ cell: 'own' })).toEqual(['h_t = f(h_{t−1}, x_t)']);
    expect(cellViewOf(layer({ cell: 'own' })).name).toBe('Own');
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
