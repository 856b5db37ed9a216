import { describe, expect, it } from 'vitest';
import { parameterGroups } from './parameterRows';
import { previewOf } from './testing/previewOf';

describe('the table of parameters', () => {
  it('has every parameter once, by parts whose sums make the whole', async () => {
    const preview = await previewOf({
      layers: [
        { cell: 'lstm', units: 5 },
        { cell: 'elman', units: 4 },
      ],
    });
    const groups = parameterGroups(preview);
    expect(groups.map(({ name }) => name)).toEqual(['Input', 'Layer 1: LSTM', 'Layer 2: Elman', 'Head']);
    expect(groups.flatMap(({ rows }) => rows.map(({ name }) => name))).toEqual(
      preview.parameters.map(({ name }) => name),
    );
    expect(groups.reduce((sum, { size }) => sum + size, 0)).toBe(preview.parameterCount);
    const shares = groups.flatMap(({ rows }) => rows.map(({ share }) => share));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('says of the matrices between two layers of a network that they are of a hidden one', async () => {
    const preview = await previewOf({ layers: [{ cell: 'elman', units: 5 }] });
    const named = ['rnn.weight_hh_0_l0', 'rnn.bias_1_l0', 'head.hidden.0.weight'];
    const parameters = named.map((name) => ({ name, shape: [5, 5], size: 25 }));
    const roles = parameterGroups({ ...preview, parameters }).flatMap(({ rows }) => rows.map(({ role }) => role));
    expect(new Set(roles)).toEqual(new Set(['of a hidden layer']));
  });

  it('says what each does', async () => {
    const preview = await previewOf({ layers: [{ cell: 'gru', units: 5 }] });
    const roles = parameterGroups(preview).flatMap(({ rows }) => rows.map(({ role }) => role));
    expect(roles).toEqual([
      'a learned vector for each symbol',
      'input to 3 gates',
      'state to 3 gates',
      'bias of 3 gates, with the input',
      'bias of 3 gates, with the state',
      'state to predictions',
      'bias of the predictions',
    ]);
  });
});
