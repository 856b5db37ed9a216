import { describe, expect, it } from 'vitest';
import { experimentJsonSchema } from './experiment';
import { withValueAt } from './jsonValue';
import type { JsonSchema } from './jsonSchema';
import { parseExperiment } from './parseExperiment';
import type { Problem } from './problem';

type Path = Problem['path'];

/** Experiments in which every field of the schema may stand: one a cell, an optimiser, a schedule and so on. */
const layers = (...cells: object[]) => ({ data: { path: 'a.txt' }, model: { layers: cells } });
const training = (options: object) => ({ ...layers({ cell: 'lstm' }), training: options });
const valid: object[] = [
  layers({ cell: 'lstm' }, { cell: 'gru' }, { cell: 'elman' }, { cell: 'deep' }, { cell: 'feed-forward' }),
  layers({ cell: 'own', file: 'a.ts' }, { cell: 'jordan' }),
  ...['adam', 'adamw', 'rmsprop', 'adagrad', 'sgd'].map((name) => training({ optimiser: { name } })),
  ...['constant', 'step', 'cosine', 'plateau'].map((name) => training({ schedule: { name } })),
  ...[{ norm: 1 }, { value: 1 }, 'off'].map((clip) => training({ clip })),
  training({ init: { recurrent: { name: 'spectral-radius', radius: 1 } }, earlyStopping: { patience: 3 } }),
  training({ regulariser: { coefficient: 1 } }),
  {
    ...layers({ cell: 'lstm' }),
    model: { layers: [{ cell: 'lstm' }], input: 'one-hot', head: { hidden: [{ units: 3 }] } },
  },
];

/** What people and machines write by mistake. */
const wrong: unknown[] = [
  ...[null, true, 'x', '', 'adamm', 'orthogonl', 'of', 0, -1, 0.5, 2, 1e30, 1e999, -1e999, NaN, 2 ** 53],
  ...[[], {}, [1], [0.5, 0.5, 0.5], [1, 2], { name: 'adamm' }, { name: 'cosin' }, { cell: 'lstmm' }, { norm: -1 }],
  ...[{ nam: 'adam' }, { radius: 0 }, { units: 'x' }, [{ units: 0 }], [{ unts: 3 }], { constructor: 1 }],
];

/** Every place that the schema has for a value, by the branches that it takes; those that were seen before left out. */
function placesIn(schema: JsonSchema, value: unknown, seen: Set<JsonSchema>, path: Path = []): Path[] {
  const members = schema.oneOf ?? schema.anyOf ?? [schema];
  const isChosen = (member: JsonSchema) =>
    Object.entries(member.properties ?? {}).every(
      ([key, { const: name }]) => name === undefined || name === (value as Record<string, unknown> | undefined)?.[key],
    );
  const inner = members
    .filter(isChosen)
    .flatMap((member) => [
      ...Object.entries(member.properties ?? {}).flatMap(([key, part]) =>
        placesIn(part, (value as Record<string, unknown> | undefined)?.[key], seen, [...path, key]),
      ),
      ...(Array.isArray(value) && member.items
        ? value.flatMap((each, at) =>
            placesIn(Array.isArray(member.items) ? member.items[at]! : member.items!, each, seen, [...path, at]),
          )
        : []),
    ]);
  const isNew = !seen.has(schema);
  seen.add(schema);
  return isNew ? [path, ...inner] : inner;
}

const schema = experimentJsonSchema() as JsonSchema;
const textOf = (value: unknown) =>
  JSON.stringify(value, (_, each: unknown) => (each === Infinity ? 'INF' : each === -Infinity ? '-INF' : each))
    .replaceAll('"INF"', '1e999')
    .replaceAll('"-INF"', '-1e999');
const same = (problem: Problem) => (other: Problem) =>
  JSON.stringify(other.path) === JSON.stringify(problem.path) && other.message === problem.message;

/** What a remedy advises is done; then that mistake must be gone. */
function expectMended(value: unknown): number {
  const { experiment, mended: all, problems } = parseExperiment(textOf(value));
  expect(experiment ?? all, textOf(value)).toBeDefined();
  for (const problem of problems) {
    const mend = problem.mend;
    expect(problem.remedy).not.toMatch(/^Correct or remove it/);
    if (!mend) continue;
    const mended = withValueAt(value, mend.path, mend.value);
    const left = parseExperiment(textOf(mended)).problems;
    expect(left.filter(same(problem)), `${textOf(value)} ${problem.message} ${problem.remedy}`).toEqual([]);
    if (mend.value !== undefined) expect(problem.remedy).toContain(JSON.stringify(mend.value));
  }
  return problems.length;
}

describe('a remedy', () => {
  it('mends its mistake, and all together make an experiment: every wrong value at every place of the schema', () => {
    const seen = new Set<JsonSchema>();
    let mistakes = 0;
    for (const value of valid) {
      expect(parseExperiment(textOf(value)).problems).toEqual([]);
      for (const path of placesIn(schema, value, seen))
        for (const other of wrong) mistakes += expectMended(withValueAt(value, path, other));
    }
    expect(mistakes).toBeGreaterThan(2500);
  });

  it.each<[string, object, RegExp]>([
    ['dropout on the last layer', layers({ cell: 'lstm', dropout: 0.3 }), /"dropout": 0$/],
    ['a Jordan layer below another', layers({ cell: 'jordan' }, { cell: 'lstm' }), /"cell": "elman"$/],
    ['a warm-up beyond the end', training({ steps: 10, schedule: { name: 'step', warmUp: 100 } }), /"warmUp": 1$/],
    [
      'a nested transition with input layers',
      layers({ cell: 'deep', transition: 'nested', inputToHidden: [{ units: 2 }] }),
      /"inputToHidden": \[\]$/,
    ],
    ['Nesterov without momentum', training({ optimiser: { name: 'sgd', nesterov: true } }), /"momentum": 0.9$/],
    ['a random step without norm', training({ onNonFinite: 'randomStep', clip: 'off' }), /"clip": {"norm":1}$/],
    [
      'a least rate above the rate',
      training({ optimiser: { name: 'sgd', learningRate: 0.1 }, schedule: { name: 'cosine', least: 1 } }),
      /"least": 0.005$/,
    ],
    ['a stride beyond the window', training({ window: 20, stride: 40 }), /"stride": 20$/],
    ['a bidirectional layer', layers({ cell: 'lstm', bidirectional: true }), /"bidirectional": false$/],
    [
      'a split that does not add up',
      { ...layers({ cell: 'lstm' }), data: { path: 'a', split: [1, 1, 1] } },
      /"split": \[0.9,0.05,0.05\]$/,
    ],
    [
      'no text to validate on',
      { ...training({ earlyStopping: { patience: 2 } }), data: { path: 'a', split: [1, 0, 0] } },
      /"split": \[0.9,0.05,0.05\]$/,
    ],
  ])('of rules never repeats the mistake: %s', (_, value, remedy) => {
    const { problems } = parseExperiment(textOf(value));
    expect(problems).toHaveLength(1);
    expect(problems[0]!.remedy).toMatch(remedy);
    expectMended(value);
  });
});

describe('a mistyped word', () => {
  it.each<[string, object, string]>([
    ['optimizer', training({ optimizer: { name: 'adam' } }), 'Did you mean "optimiser"?'],
    ['unts', layers({ cell: 'lstm', unts: 5 }), 'Did you mean "units"?'],
    ['Units', layers({ cell: 'lstm', Units: 5 }), 'Did you mean "units"?'],
    ['adamm', training({ optimiser: { name: 'adamm' } }), 'Did you mean "adam"?'],
    ['ADAM', training({ optimiser: { name: 'ADAM' } }), 'Did you mean "adam"?'],
    ['lstmm', layers({ cell: 'lstmm' }), 'Did you mean "lstm"?'],
    ['orthogonl', training({ init: { recurrent: 'orthogonl' } }), 'Did you mean "orthogonal"?'],
    ['onehot', { ...layers(), model: { input: 'onehot', layers: [{ cell: 'gru' }] } }, 'Did you mean "one-hot"?'],
    ['of', training({ clip: 'of' }), 'Did you mean "off"?'],
  ])('is answered with the word that is meant: %s', (_, value, remedy) => {
    const { problems } = parseExperiment(textOf(value));
    expect(problems).toHaveLength(1);
    expect(problems[0]!.remedy).toContain(remedy);
    expect(problems[0]!.remedy + problems[0]!.message).not.toContain('...');
  });

  it('hides no mistake that stands behind it, and is one mistake where the field must be there', () => {
    const { problems, mended } = parseExperiment(
      '{ "dat": { "pth": "a.txt" }, "model": { "layers": [{ "cell": "gru", "unit": -1 }] }, "training": { "optimizer": { "name": "sdg" } } }',
    );
    expect(problems.map(({ path, remedy }) => [path.join('.'), remedy.slice(0, 28)])).toEqual([
      ['model.layers.0.unit', 'Did you mean "units"? There '],
      ['training.optimizer', 'Did you mean "optimiser"? Th'],
      ['dat', 'Did you mean "data"? There a'],
      ['dat.pth', 'Did you mean "path"? There a'],
      ['model.layers.0.unit', 'For example: "units": 128'],
      ['training.optimizer.name', 'Did you mean "sgd"?'],
    ]);
    expect(mended?.training.optimiser.name).toBe('sgd');
  });
});
