import { describe, expect, it } from 'vitest';
import { experimentJsonSchema } from './experiment';
import { parseExperiment } from './parseExperiment';

const minimal = '{ "data": { "path": "a.txt" }, "model": { "layers": [{ "cell": "lstm" }] } }';
const only = (text: string) => {
  const { experiment, problems } = parseExperiment(text);
  expect(experiment).toBeUndefined();
  expect(problems).toHaveLength(1);
  return problems[0]!;
};
const withTraining = (training: string) =>
  `{ "data": { "path": "a.txt" }, "model": { "layers": [{ "cell": "gru" }] }, "training": ${training} }`;

describe('an experiment file', () => {
  it('is complete with its defaults when it names a text and a cell', () => {
    const { experiment, problems } = parseExperiment(minimal);
    expect(problems).toEqual([]);
    expect(experiment?.model).toEqual({
      input: { embedding: 64 },
      layers: [
        {
          cell: 'lstm',
          units: 128,
          candidate: 'tanh',
          forgetBias: 0,
          peephole: 'none',
          bidirectional: false,
          dropout: 0,
        },
      ],
    });
    expect(experiment?.training).toMatchObject({
      batch: 32,
      window: 64,
      stride: 64,
      optimiser: { name: 'adam', learningRate: 0.002 },
      clip: { norm: 1 },
    });
  });

  it('may begin with byte order marks', () => {
    expect(parseExperiment(`\ufeff${minimal}`).experiment).toBeDefined();
    expect(only('\ufeff').message).toBe('The file is empty.');
  });

  it('may have comments and trailing commas', () => {
    expect(parseExperiment(`// mine\n${minimal.replace('}]', '},]')}`).experiment).toBeDefined();
  });

  it('gives a GRU and an Elman cell the variants of PyTorch when it names none', () => {
    const text = minimal.replace('{ "cell": "lstm" }', '{ "cell": "gru" }, { "cell": "elman" }');
    expect(parseExperiment(text).experiment?.model.layers).toMatchObject([
      { reset: 'after', update: 'keep' },
      { activation: 'tanh' },
    ]);
  });

  it('has a stride of one window unless it says less', () => {
    expect(parseExperiment(withTraining('{ "window": 20 }')).experiment?.training.stride).toBe(20);
    expect(parseExperiment(withTraining('{ "window": 20, "stride": 5 }')).experiment?.training.stride).toBe(5);
  });
});

describe('a wrong experiment file', () => {
  it.each([
    [
      'zero',
      '{ "batch": 0 }',
      ['training', 'batch'],
      'training.batch is 0; it must be a whole number above 0.',
      '"batch": 32',
    ],
    [
      'negative',
      '{ "window": -4 }',
      ['training', 'window'],
      'training.window is -4; it must be a whole number above 0.',
      '"window": 64',
    ],
    [
      'a fraction',
      '{ "epochs": 1.5 }',
      ['training', 'epochs'],
      'training.epochs is 1.5; it must be a whole number above 0.',
      '"epochs": 5',
    ],
    [
      'a text',
      '{ "seed": "x" }',
      ['training', 'seed'],
      'training.seed is "x"; it must be a whole number from 0 to 4294967295.',
      '"seed": 1',
    ],
    [
      'infinite',
      '{ "clip": { "norm": 1e999 } }',
      ['training', 'clip', 'norm'],
      'training.clip.norm is too large for a number; it must be a number above 0.',
      '"norm": 1',
    ],
  ])(
    'names the place, what stands there, what may, and an example when a number is %s',
    (_, training, path, message, example) => {
      const problem = only(withTraining(training));
      expect(problem.path).toEqual(path);
      expect(problem.message).toBe(message);
      expect(problem.remedy).toContain(example);
    },
  );

  it('names an unknown field and those that there are', () => {
    const problem = only(minimal.replace('"cell": "lstm"', '"cell": "lstm", "reset": "after"'));
    expect(problem.message).toBe('model.layers[0] has no field "reset".');
    expect(problem.remedy).toBe(
      'Remove it, or use one of: cell, candidate, forgetBias, peephole, units, bidirectional, dropout.',
    );
  });

  it('names the cells that there are', () => {
    expect(only(minimal.replace('lstm', 'lstmm')).message).toBe(
      'model.layers[0].cell is "lstmm"; it must be one of "lstm", "gru", "elman", "deep", "jordan", "feed-forward", "own".',
    );
  });

  it('says why a language model cannot be bidirectional', () => {
    expect(only(minimal.replace('"lstm"', '"lstm", "bidirectional": true')).message).toMatch(/backward half/);
  });

  it.each<[string, object, object, string]>([
    [
      'a nested transition with an input network',
      { cell: 'deep', transition: 'nested', inputToHidden: [{ units: 2 }] },
      {},
      'inputToHidden',
    ],
    ['an activation that there is not', { cell: 'deep', activation: 'swish' }, {}, 'activation'],
    ['a hidden layer without units', { cell: 'deep', hiddenToHidden: [{ activation: 'tanh' }] }, {}, 'hiddenToHidden'],
    ['a feedback that there is not', { cell: 'jordan', feedback: 'hidden' }, {}, 'feedback'],
    ['a context of nothing', { cell: 'feed-forward', context: 0 }, {}, 'context'],
    ['an own cell without a file', { cell: 'own' }, {}, 'file'],
    ['a coefficient of nothing', { cell: 'elman' }, { regulariser: { coefficient: 0 } }, 'coefficient'],
  ])('is refused with a sentence that names the field: %s', (_, layer, training, field) => {
    const problem = only(JSON.stringify({ data: { path: 'x' }, model: { layers: [layer] }, training }));
    expect(problem.path).toContain(field);
    expect(problem.message).toMatch(new RegExp(`^.*${field}.*\\.$`));
  });

  it('is refused where a Jordan layer is not the last', () => {
    const text = JSON.stringify({ data: { path: 'x' }, model: { layers: [{ cell: 'jordan' }, { cell: 'lstm' }] } });
    expect(only(text)).toMatchObject({
      path: ['model', 'layers', 0, 'cell'],
      message: expect.stringContaining('must be the last') as string,
    });
  });

  it('says that dropout is between layers, where the last has some', () => {
    const twice = (first: number, last: number) =>
      minimal.replace(/\{[^{}]*"cell": "lstm"[^{}]*\}/, (layer) =>
        [first, last].map((rate) => layer.replace('"lstm"', `"lstm", "dropout": ${rate}`)).join(', '),
      );
    expect(parseExperiment(twice(0.3, 0)).problems).toEqual([]);
    const problem = only(twice(0, 0.3));
    expect(problem.path).toEqual(['model', 'layers', 1, 'dropout']);
    expect(problem.message).toMatch(/between layers/);
    expect(only(twice(1, 0)).message).toMatch(/it must be a number from 0 to 0.99/);
  });

  it('is told where JSON ends when it holds NaN', () => {
    const text = withTraining('{ "clip": { "norm": NaN } }');
    const problem = parseExperiment(text).problems[0]!;
    expect(problem.offset).toBe(text.indexOf('NaN'));
    expect(problem.remedy).toMatch(/NaN and Infinity are not/);
  });

  it.each([
    ['data', '"path": "a.txt"', '"__proto__": { "split": [0.5, 0.5, 0] }', 'data has no field "__proto__".'],
    ['data', '"path": "a.txt"', '"constructor": 1', 'data has no field "constructor".'],
    ['data', '"path": "a.txt"', '"prototype": {}', 'data has no field "prototype".'],
    ['model.layers.0', '"cell": "lstm"', '"__proto__": { "units": 3 }', 'model.layers[0] has no field "__proto__".'],
    ['', '"data": {', '"toString": 1, "data": {', 'An experiment has no field "toString".'],
  ])("names a field of JavaScript's own like any other that there is not: in %s", (parent, before, field, message) => {
    const isBefore = field.endsWith(before);
    const problem = only(minimal.replace(before, isBefore ? field : `${before}, ${field}`));
    expect(problem.message).toBe(message);
    expect(problem.path.slice(0, -1).join('.')).toBe(parent);
  });

  it('is refused where a field stands twice, and told what else is wrong', () => {
    const { experiment, problems } = parseExperiment(
      withTraining('{ "epochs": 2, "batch": 0, "epochs": 3, "optimizer": { "name": "adam" }, "widnow": 1 }'),
    );
    expect(experiment).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual([
      'The field "epochs" stands here a second time.',
      'training has no field "optimizer".',
      'training has no field "widnow".',
      'training.batch is 0; it must be a whole number above 0.',
    ]);
  });

  it('finds mistakes between fields beside mistakes of single fields', () => {
    const { problems } = parseExperiment(
      withTraining('{ "batch": "x", "stride": 80, "steps": 10, "schedule": { "name": "step", "warmUp": 10 } }'),
    );
    expect(problems.map(({ path }) => path.join('.'))).toEqual([
      'training.batch',
      'training.stride',
      'training.schedule.warmUp',
    ]);
  });

  it('says nothing of a rule that goes by a field which is wrong itself', () => {
    const { problems } = parseExperiment(withTraining('{ "window": "x", "stride": 80 }'));
    expect(problems.map(({ path }) => path.join('.'))).toEqual(['training.window']);
  });

  it('names the largest number where one is above it', () => {
    expect(only(withTraining('{ "epochs": 1e30 }')).message).toBe(
      'training.epochs is 1e+30; it must be a whole number above 0 and at most 9007199254740991.',
    );
  });

  it('shows what hides in it by escapes', () => {
    expect(only(withTraining('{ "batch": "\\u202e\\u0007\u200b" }')).message).toContain('is "\\u202e\\u0007\\u200b";');
  });

  it('leaves to the editor where it is not JSON, and that alone', () => {
    expect(only('{ "data": ').isSyntax).toBe(true);
    expect(only(withTraining('{ "batch": 0 }')).isSyntax).toBeUndefined();
    expect(only(withTraining('{ "batch": 1, "batch": 2 }')).isSyntax).toBeUndefined();
    expect(only('['.repeat(99)).isSyntax).toBeUndefined();
  });

  it('may be empty, a list or a number, and is still answered with an example', () => {
    for (const text of ['', '[]', '3', '"x"', 'null']) expect(only(text).message).not.toBe('');
  });
});

it('the JSON Schema asks only for what has no default', () => {
  const schema = experimentJsonSchema() as { required: string[] };
  expect(schema.required).toEqual(['data', 'model']);
});
