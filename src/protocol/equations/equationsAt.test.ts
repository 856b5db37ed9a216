import { describe, expect, it } from 'vitest';
import { equationsAt } from './equationsAt';
import { plainFormula } from './formula';
import type { Notation } from '../notation';

const at = (experiment: object, path: (string | number)[], notation: Notation = 'pytorch'): string[] =>
  equationsAt(experiment, path, notation).map(({ formula }) => plainFormula(formula));
const atLayer = (layer: object, field: string, above: object[] = [], notation: Notation = 'pytorch') =>
  at({ model: { layers: [layer, ...above] } }, ['model', 'layers', 0, field], notation);
const atTraining = (field: string, value: unknown, notation: Notation = 'pytorch', ...inside: string[]) =>
  at({ training: { [field]: value } }, ['training', field, ...inside], notation);

describe('the equations at an option of a layer', () => {
  it('are those that it changes, as the options stand', () => {
    expect(atLayer({ cell: 'lstm' }, 'cell')).toHaveLength(6);
    expect(atLayer({ cell: 'lstm', candidate: 'sigmoid' }, 'candidate')[0]).toMatch(/^g_t = σ\(/);
    expect(atLayer({ cell: 'lstm', peephole: 'full' }, 'peephole')).toHaveLength(3);
    expect(atLayer({ cell: 'gru', update: 'replace' }, 'update').at(-1)).toBe('h_t = (1 − z_t) ⊙ h_{t−1} + z_t ⊙ n_t');
    expect(atLayer({ cell: 'gru', reset: 'before' }, 'reset').at(-1)).toContain('(r_t ⊙ h_{t−1})');
    expect(atLayer({ cell: 'elman', activation: 'relu' }, 'activation')[0]).toMatch(/^h_t = relu/);
    expect(atLayer({ cell: 'jordan', feedback: 'logits' }, 'feedback')[0]).toContain('W_{oh} o_{t−1}');
    expect(atLayer({ cell: 'jordan', teacherForcing: true }, 'teacherForcing')[0]).toContain('y_{t−1}');
    expect(atLayer({ cell: 'deep', transition: 'nested' }, 'transition').at(-1)).toContain('F([h_{t−1}, x_t])');
    const hidden = [{ units: 3 }];
    expect(atLayer({ cell: 'deep', hiddenToHidden: hidden }, 'hiddenToHidden')).toHaveLength(2);
    expect(atLayer({ cell: 'deep', inputToHidden: hidden }, 'inputToHidden')[0]).toMatch(/^xh1_t/);
    expect(atLayer({ cell: 'feed-forward', context: 3 }, 'context')[0]).toContain('[x_{t−2}, …, x_t]');
    expect(atLayer({ cell: 'feed-forward', direct: true }, 'direct')[0]).toMatch(/^o_t = V h_t \+ W /);
    expect(atLayer({ cell: 'own', file: 'a.ts' }, 'file')).toEqual(['h_t = f(h_{t−1}, x_t; θ)']);
  });

  it('have defaults for what is left out, and for what makes no sense', () => {
    expect(atLayer({ cell: 'feed-forward' }, 'context')[0]).toContain('x_{t−4}');
    expect(atLayer({ cell: 'lstm', peephole: 7, unknown: 1 }, 'peephole')).toEqual(
      atLayer({ cell: 'lstm' }, 'peephole'),
    );
    expect(atLayer({ cell: 'perceptron' }, 'cell')).toEqual([]);
    expect(atLayer({ cell: 'lstm' }, 'units')).toEqual([]);
    expect(at({}, ['model', 'layers', 0, 'cell'])).toEqual([]);
    expect(at({ model: 3 }, ['model', 'head'])).toEqual(['o_t = V h_t + c']);
  });

  it('of an initial forget bias say what it is added to', () => {
    expect(atLayer({ cell: 'lstm', forgetBias: 1 }, 'forgetBias')).toEqual(['b_{if} ← b_{if} + 1']);
    expect(atLayer({ cell: 'lstm', forgetBias: 2 }, 'forgetBias', [], 'goodfellow')).toEqual(['b^f ← b^f + 2']);
  });

  it('of dropout say what the layer above reads, and nothing above the last', () => {
    expect(atLayer({ cell: 'elman', dropout: 0.2 }, 'dropout', [{ cell: 'elman' }])).toEqual([
      'h′_t = m_t ⊙ h_t / (1 − 0.2)',
    ]);
    expect(atLayer({ cell: 'elman' }, 'dropout', [{ cell: 'elman' }])).toEqual(['h′_t = h_t']);
    expect(atLayer({ cell: 'elman', dropout: 0.2 }, 'dropout')).toEqual([]);
  });

  it('of the head name its hidden layers', () => {
    const model = { layers: [{ cell: 'gru' }], head: { hidden: [{ units: 4, activation: 'relu' }] } };
    expect(at({ model }, ['model', 'head'])).toEqual(['ho1_t = relu(W_{ho,0} h_t + b_{ho,0})', 'o_t = V ho1_t + c']);
    expect(at({ model }, ['model', 'head', 'hidden', 0, 'units'], 'goodfellow')[1]).toBe('o^{(t)} = c + V ho1^{(t)}');
  });
});

describe('the equations at an option of training', () => {
  it('of an optimiser are its steps, with its numbers', () => {
    expect(atTraining('optimiser', { name: 'sgd', learningRate: 0.5 })).toEqual(['θ ← θ − γ g', 'γ = 0.5']);
    expect(atTraining('optimiser', { name: 'sgd', momentum: 0.9, nesterov: true }, 'goodfellow')).toEqual([
      'v ← α v + g',
      'θ ← θ − ϵ (g + α v)',
      'ϵ = 0.5, α = 0.9',
    ]);
    expect(atTraining('optimiser', { name: 'adamw' }, 'colah')).toEqual([
      'w ← w − η λ w',
      'm ← β_1 m + (1 − β_1) g, v ← β_2 v + (1 − β_2) g²',
      'm̂ = m / (1 − β_1^t), v̂ = v / (1 − β_2^t)',
      'w ← w − η m̂ / (√v̂ + ε)',
      'η = 0.002, λ = 0.01, β_1 = 0.9, β_2 = 0.999, ε = 1.0 × 10⁻⁸',
    ]);
    expect(atTraining('optimiser', { name: 'rmsprop', weightDecay: 0.1 })[0]).toBe('g ← g + λ θ');
    expect(atTraining('optimiser', { name: 'adagrad' }, 'goodfellow')[1]).toBe('θ ← θ − ϵ g / (√r + δ)');
    expect(atTraining('optimiser', { name: 'lion' })).toEqual([]);
  });

  it('of clipping, the schedule and the regulariser are theirs', () => {
    expect(atTraining('clip', { norm: 1 })).toEqual(['g ← min(1, v / ‖g‖) g', 'v = 1']);
    expect(atTraining('clip', { value: 0.5 })[0]).toBe('g ← max(−v, min(v, g))');
    expect(atTraining('clip', 'off')).toEqual([]);
    expect(atTraining('schedule', { name: 'step', warmUp: 100 })).toEqual([
      'γ_t = γ_0 t / 100,  t ≤ 100',
      'γ_t = γ_0 · 0.5^{⌊t / 1,000⌋}',
    ]);
    expect(atTraining('schedule', { name: 'cosine', least: 0.1 }, 'goodfellow')).toEqual([
      'ϵ_t = 0.1 + (ϵ_0 − 0.1) (1 + cos(π t / T)) / 2',
    ]);
    expect(atTraining('schedule', { name: 'plateau' })).toEqual(['γ ← max(0.5 γ, 0)']);
    expect(atTraining('regulariser', { coefficient: 2 }, 'goodfellow')[0]).toContain(
      '(∂L/∂h^{(t)}) (∂h^{(t)}/∂h^{(t−1)})',
    );
    expect(atTraining('regulariser', {})).toEqual([]);
    expect(atTraining('batch', 32)).toEqual([]);
  });

  it('of the initialiser are those of every part, or of the one in view', () => {
    const init = { recurrent: { name: 'spectral-radius', radius: 0.9 }, head: 'xavier-normal', bias: 'zero' };
    expect(atTraining('init', init)).toEqual([
      'W_{ih} ~ uniform(−1 / √n, 1 / √n)',
      'W_{hh} = 0.9 Q, Q^T Q = I',
      'V ~ normal(0, 2 / (n_{in} + n_{out}))',
      'b_{ih} = 0',
    ]);
    expect(atTraining('init', { input: 'orthogonal' }, 'goodfellow', 'input')).toEqual(['U^T U = I']);
  });
});
