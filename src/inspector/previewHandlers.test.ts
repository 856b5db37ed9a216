import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { allowOwnCells } from '../engine/cells/own/allowOwnCells';
import { readDataset } from '../engine/tasks/languageModel/dataset';
import { temporaryFolder } from '../runs/fixtures/exampleRun';
import { previewHandlers } from './previewHandlers';

const text = 'the cat sat on the mat and the rat sat on the cat. '.repeat(40);
const vocabulary = new Set(text).size;
const handlers = previewHandlers(readDataset);
const computing = { engine: 'embedded', kernels: 'auto', threads: 1 } as const;
let path: string;

beforeAll(async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'text.txt'), text);
  path = join(folder, 'cat.unroll.json');
});

const experiment = (training: object = {}, layers: object[] = [{ cell: 'gru', units: 5 }]): string =>
  JSON.stringify({
    data: { path: 'text.txt', split: [0.8, 0.1, 0.1] },
    model: { input: { embedding: 3 }, layers },
    training: { batch: 2, window: 6, epochs: 3, ...training },
  });

describe('the preview of an experiment', () => {
  it('has every matrix with its shape, which add up to the whole', async () => {
    const { preview } = await handlers.previewExperiment({ path, text: experiment() });
    expect(preview?.parameters.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['embedding.weight', vocabulary, 3],
      ['rnn.weight_ih_l0', 15, 3],
      ['rnn.weight_hh_l0', 15, 5],
      ['rnn.bias_ih_l0', 15],
      ['rnn.bias_hh_l0', 15],
      ['head.weight', vocabulary, 5],
      ['head.bias', vocabulary],
    ]);
    expect(preview?.parameterCount).toBe(3 * vocabulary + 15 * (3 + 5 + 2) + 6 * vocabulary);
    expect(preview?.parameters.reduce((sum, { size }) => sum + size, 0)).toBe(preview?.parameterCount);
  });

  it('has the steps of an epoch, the beginning of the text, and memory that grows with the window', async () => {
    const { preview } = await handlers.previewExperiment({ path, text: experiment() });
    expect(preview?.stepsPerEpoch).toBe(Math.floor(Math.floor((Math.floor(0.8 * text.length) - 1) / 2) / 6));
    expect(preview?.symbols.join('')).toBe(text.slice(0, 24));
    const { preview: longer } = await handlers.previewExperiment({ path, text: experiment({ window: 60 }) });
    expect(longer!.memory.windowBytes).toBeGreaterThan(5 * preview!.memory.windowBytes);
    expect(longer!.memory.weightBytes).toBe(preview!.memory.weightBytes);
  });

  it('says instead what is wrong', async () => {
    const { problems, preview } = await handlers.previewExperiment({ path, text: experiment({ batch: 900 }) });
    expect(preview).toBeUndefined();
    expect(problems[0]?.message).toMatch(/fewer than the 5401/);
  });
});

describe('the time of a step', () => {
  it('is measured by learning, and makes the time of an epoch', async () => {
    const measured = await handlers.measureSteps({ path, text: experiment(), ...computing });
    const { preview } = await handlers.previewExperiment({ path, text: experiment() });
    expect(measured.stepMs).toBeGreaterThan(0);
    expect(measured.epochMs).toBeCloseTo(measured.stepMs * preview!.stepsPerEpoch, 9);
    expect(measured.engine).toMatchObject({ name: 'embedded', threads: 1 });
  });

  it('is measured where tensors carry a layer, too', async () => {
    const deep = [{ cell: 'deep', units: 5, hiddenToHidden: [{ units: 4 }] }];
    const measured = await handlers.measureSteps({ path, text: experiment({}, deep), ...computing });
    expect(measured.stepMs).toBeGreaterThan(0);
    expect(measured.engine.backend).not.toBe('none');
  });

  it('ends when nobody wants it any more', async () => {
    const measuring = handlers.measureSteps({ path, text: experiment(), ...computing }, AbortSignal.abort());
    await expect(measuring).rejects.toThrow(/abort/i);
  });

  it('of what cannot be trained is refused with the remedy', async () => {
    const measuring = handlers.measureSteps({ path, text: experiment({ batch: 900 }), ...computing });
    await expect(measuring).rejects.toMatchObject({ remedy: expect.stringMatching(/"batch" to at most/) });
  });
});

it('equal widths are those of the parameters of the preview', async () => {
  const other = {
    model: { input: { embedding: 3 }, layers: [{ cell: 'lstm', units: 1 }] },
    widthAt: [['layers', 0, 'units']],
  };
  const { parameters, found } = await handlers.equalWidths({ path, text: experiment(), others: [other] });
  const [lstm] = found;
  if (!lstm || 'problem' in lstm) throw new Error('there is none');
  const written = experiment({}, [{ cell: 'lstm', units: lstm.width }]);
  expect((await handlers.previewExperiment({ path, text: written })).preview?.parameterCount).toBe(lstm.parameters);
  expect((await handlers.previewExperiment({ path, text: experiment() })).preview?.parameterCount).toBe(parameters);
});

it('the widths of an own cell are found by its file beside the experiment, and its name alone is written', async () => {
  allowOwnCells();
  await writeFile(
    join(dirname(path), 'my-cell.ts'),
    'export const parameters = ({ inputs, units }) => ({ W: [units, units], U: [units, inputs], b: [2, units] });\n' +
      'export const step = ({ h }) => ({ h });',
  );
  const layers = (cell: object) => ({ model: { input: { embedding: 3 }, layers: [{ ...cell, units: 1 }] } });
  const widthAt = [['layers', 0, 'units']];
  const others = [
    { ...layers({ cell: 'own', file: 'my-cell.ts' }), widthAt },
    { ...layers({ cell: 'elman' }), widthAt },
  ];
  const [own, elman] = (await handlers.equalWidths({ path, text: experiment(), others })).found;
  if (!own || !elman || 'problem' in own || 'problem' in elman) throw new Error('there is none');
  expect([own.width, own.parameters]).toEqual([elman.width, elman.parameters]);
  expect(own.model).toEqual({
    input: { embedding: 3 },
    layers: [{ cell: 'own', file: 'my-cell.ts', units: own.width }],
  });
});
