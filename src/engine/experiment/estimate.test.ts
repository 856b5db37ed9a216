import { totalmem } from 'node:os';
import { describe, expect, it } from 'vitest';
import type { EngineRecord } from '../../protocol/run';
import { UserError } from '../../protocol/userError';
import { experimentOf } from '../model/testing/text';
import { checkMemory, estimate } from './estimate';

function refusal(model: object, training: object, vocabulary = 65, computing?: EngineRecord['kernels']): UserError {
  try {
    checkMemory(experimentOf(model, training), vocabulary, computing);
  } catch (error) {
    if (error instanceof UserError) return error;
  }
  throw new Error('it was not refused');
}

describe('the estimate', () => {
  it("counts the parameters of PyTorch's model", () => {
    const model = { input: { embedding: 64 }, layers: [{ cell: 'lstm', units: 128 }] };
    const { parameters, matrices } = estimate(experimentOf(model), 65);
    expect(parameters).toBe(65 * 64 + 512 * (64 + 128 + 2) + 65 * 128 + 65);
    expect(matrices).toContainEqual(expect.objectContaining({ name: 'rnn.weight_hh_l0', shape: [512, 128] }));
  });
});

describe('memory that is not there', () => {
  it('is refused with what is needed, what there is, and the setting to lower: units', () => {
    const absurd = refusal({ layers: [{ cell: 'lstm', units: 1e6 }] }, {});
    expect(absurd.message).toMatch(/needs about \d+ TB of memory; it may take .* of this machine's/);
    expect(absurd.remedy).toContain('"units" (now 1,000,000)');
    const large = refusal({ layers: [{ cell: 'elman', units: 16000 }] }, {}, 65, 'wasm');
    expect(large.message).toMatch(/needs about [\d.]+ GB of memory/);
  });

  it('or batch and window, or the embedding', () => {
    const long = refusal({}, { batch: 100000, window: 1000 });
    expect(long.remedy).toContain('"batch" (now 100,000) or "window" (now 1,000)');
    expect(refusal({ input: { embedding: 2e7 } }, {}).remedy).toContain('"embedding" (now 20,000,000)');
  });

  it.each(['wasm', 'wasm-simd', 'reference'] as const)(
    'is refused to %s beyond the 4 GB of WebAssembly',
    (computing) => {
      const { heap, machine } = { heap: 3.5e9, machine: 0.7 * totalmem() };
      const units = Math.ceil(Math.sqrt((heap * 1.2) / 20));
      const error = refusal({ layers: [{ cell: 'elman', units }] }, {}, 5, computing);
      if (machine > heap * 2.5) expect(error.message).toContain('WebAssembly gives it 3.5 GB');
      else expect(error.message).toContain('of memory');
    },
  );

  it('is no matter for an ordinary experiment', () => {
    expect(() =>
      checkMemory(experimentOf({ layers: [{ cell: 'lstm', units: 512 }] }, { batch: 32, window: 64 }), 100),
    ).not.toThrow();
  });
});
