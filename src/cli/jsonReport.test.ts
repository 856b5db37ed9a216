import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../protocol/run';
import { CapturedTerminal } from './capturedTerminal';
import { jsonReport } from './jsonReport';

const record = {
  id: 'letters-3',
  state: 'finished',
  engine: { name: 'embedded', backend: 'wasm', kernels: 'reference', threads: 1, reason: 'Not the one asked for.' },
  trainingLoss: 1.25,
  layouts: {
    profile: {
      file: '',
      width: 7,
      fields: (['total', 'carried'] as const).flatMap((quantity) => [{ quantity, layer: 0, length: 3 }]),
    },
    reach: { file: '', width: 4, fields: [{ quantity: 'reach', layer: 0, length: 3 }] },
  },
} as Partial<RunRecord> as RunRecord;

const line = { step: 1, epoch: 1, loss: 2.5, gradientNorm: 0.75, clippedNorm: 0.5, learningRate: 0.1, stepMs: 9 };
const result = { step: 1, epoch: 1, loss: 2.5, gradientNorm: 0.75, clippedNorm: 0.5, learningRate: 0.1 };
const profile = Float32Array.of(0.1, 2, NaN, 7, 8, 9);
const reach = Float32Array.of(1, 0.5, Infinity);

function report(profiles: boolean) {
  const terminal = new CapturedTerminal('/');
  const told = jsonReport(terminal, { profiles });
  told.started({ runId: 'letters-3', directory: '/x', socket: '', record, rateSentence: '' });
  return { terminal, told };
}

describe('training told as JSON', () => {
  it('is one line a step with loss and norms, and nothing else', () => {
    const { terminal, told } = report(false);
    told.stepped?.({ ...result, profile, reach }, line);
    expect(terminal.written).toBe('{"step":1,"loss":2.5,"gradientNorm":0.75,"clippedNorm":0.5}\n');
  });

  it('says beside the lines, on standard error, why the engine is not the one that was asked for', () => {
    expect(report(false).terminal.wrong).toBe('Not the one asked for.\n');
  });

  it('with profiles has the total of every layer, and the reach where it was taken', () => {
    const { terminal, told } = report(true);
    told.stepped?.({ ...result, profile, reach }, line);
    told.stepped?.({ ...result, profile }, line);
    const [first, second] = terminal.lines.map((text) => JSON.parse(text) as Record<string, number[][]>);
    expect(first).toMatchObject({ profile: [[0.100000001, 2, 'NaN']], reach: [[1, 0.5, 'Infinity']] });
    expect(second).not.toHaveProperty('reach');
    expect(Math.fround(first!['profile']![0]![0]!)).toBe(profile[0]);
  });

  it('ends with the run, null where a loss was not measured', () => {
    const { terminal, told } = report(false);
    told.ended(record, '/x/.unroll/runs/letters-3');
    expect(terminal.written).toBe(
      '{"finished":true,"run":"letters-3","directory":"/x/.unroll/runs/letters-3","trainingLoss":1.25,"validationLoss":null}\n',
    );
  });

  it('says how a run ended that did not finish', () => {
    const { terminal, told } = report(false);
    told.ended({ ...record, state: 'stopped' }, '/x');
    expect(JSON.parse(terminal.written)).toMatchObject({ finished: false, state: 'stopped' });
  });
});
