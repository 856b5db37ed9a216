import { describe, expect, it } from 'vitest';
import { experimentJsonSchema } from './experiment';
import { parseExperiment } from './parseExperiment';

const parsed = (training: object, data: object = {}) =>
  parseExperiment(
    JSON.stringify({ data: { path: 'a.txt', ...data }, model: { layers: [{ cell: 'lstm' }] }, training }),
  );

const problem = (training: object, data: object = {}) => {
  const { experiment, problems } = parsed(training, data);
  expect(experiment).toBeUndefined();
  expect(problems).toHaveLength(1);
  return problems[0]!;
};

describe('training rules that do not fit together', () => {
  it.each<[string, object, (string | number)[], RegExp]>([
    [
      'Nesterov without momentum',
      { optimiser: { name: 'sgd', nesterov: true } },
      ['optimiser', 'nesterov'],
      /momentum/,
    ],
    ['a random step without a norm', { onNonFinite: 'randomStep', clip: 'off' }, ['onNonFinite'], /"clip"/],
    [
      'a random step with clipping by value',
      { onNonFinite: 'randomStep', clip: { value: 1 } },
      ['onNonFinite'],
      /norm/,
    ],
    [
      'a least rate above the rate',
      { optimiser: { name: 'sgd', learningRate: 0.1 }, schedule: { name: 'cosine', least: 0.2 } },
      ['schedule', 'least'],
      /learning rate, which is 0\.1/,
    ],
    ['a warm-up to the end', { steps: 10, schedule: { name: 'step', warmUp: 10 } }, ['schedule', 'warmUp'], /10 steps/],
    ['a stride beyond the window', { window: 5, stride: 6 }, ['stride'], /window/],
  ])('are refused with the field: %s', (_, training, path, message) => {
    const found = problem(training);
    expect(found.path).toEqual(['training', ...path]);
    expect(found.message).toMatch(message);
  });

  it.each([
    ['schedule', { schedule: { name: 'plateau' } }],
    ['earlyStopping', { earlyStopping: { patience: 3 } }],
  ])('are refused where %s needs a validation text and there is none', (field, training) => {
    const found = problem(training, { split: [0.9, 0, 0.1] });
    expect(found.path).toEqual(['data', 'split']);
    expect(found.message).toContain(`training.${field} goes by the validation loss`);
    expect(parsed(training).problems).toEqual([]);
  });

  it.each<[object, string]>([
    [
      { optimiser: { name: 'adam', betas: [0.9, 1] } },
      'training.optimiser.betas[1] is 1; it must be a number from 0 and below 1.',
    ],
    [
      { init: { input: { name: 'spectral-radius', radius: 1 } } },
      'training.init.input is {"name":"spectral-radius","radius":1}; it must be one of "uniform", "xavier-normal", "xavier-uniform", "kaiming-normal", "orthogonal", "identity".',
    ],
    [
      { init: { recurrent: { name: 'spectral-radius', radius: 0 } } },
      'training.init.recurrent.radius is 0; it must be a number above 0.',
    ],
    [{ schedule: { name: 'cosine', every: 3 } }, 'training.schedule has no field "every".'],
    [
      { optimiser: { name: 'lion' } },
      'training.optimiser.name is "lion"; it must be one of "adam", "adamw", "rmsprop", "adagrad", "sgd".',
    ],
    [{ clip: { value: -1 } }, 'training.clip.value is -1; it must be a number above 0.'],
    [
      { schedule: { name: 'plateau', factor: 1 } },
      'training.schedule.factor is 1; it must be a number above 0 and below 1.',
    ],
    [
      { schedule: { name: 'constant', warmUp: -1 } },
      'training.schedule.warmUp is -1; it must be a whole number from 0 on.',
    ],
  ])('are refused where they are none: %j', (training, message) => {
    expect(problem(training).message).toBe(message);
  });
});

describe('a value that cannot be', () => {
  const sgd = { name: 'sgd', momentum: 0.9, nesterov: true };
  const rules: [string, object, unknown[]][] = [
    ['optimiser.learningRate', {}, [0, -1, '0.1', null]],
    ['optimiser.weightDecay', {}, [-0.1, 'a']],
    ['optimiser.epsilon', {}, [0, -1]],
    ['optimiser.momentum', { optimiser: sgd }, [-0.1, 1.1, true]],
    ['optimiser.nesterov', { optimiser: sgd }, [1, 'yes']],
    ['optimiser.alpha', { optimiser: { name: 'rmsprop' } }, [-1, 2]],
    ['schedule.name', { schedule: { name: 'step' } }, ['linear', 7]],
    ['schedule.every', { schedule: { name: 'step' } }, [0, 1.5]],
    ['schedule.factor', { schedule: { name: 'step' } }, [0, 1.5, 'half']],
    ['schedule.steps', { schedule: { name: 'cosine' } }, [0, -4]],
    ['schedule.least', { schedule: { name: 'cosine' } }, [-1, 5]],
    ['schedule.patience', { schedule: { name: 'plateau' } }, [-1, 0.5]],
    ['schedule.threshold', { schedule: { name: 'plateau' } }, [-1, 1]],
    ['clip.norm', { clip: { norm: 1 } }, [0, -1, '1']],
    ['clip.value', { clip: { value: 1 } }, [0, null]],
    ['onNonFinite', {}, ['go on', 1]],
    ['init.head', { init: {} }, ['xavier', 0]],
    ['init.recurrent.radius', { init: { recurrent: { name: 'spectral-radius', radius: 1 } } }, [0, -2, '1']],
    ['init.perGate', { init: {} }, ['no', 0]],
    ['earlyStopping.patience', { earlyStopping: { patience: 1 } }, [0, 2.5]],
    ['earlyStopping.minimumImprovement', { earlyStopping: { patience: 1 } }, [-1, 'x']],
    ['overTime', {}, ['max']],
    ['stride', {}, [0, 65]],
  ];
  const cases = rules.flatMap(([path, valid, values]) => values.map((value) => [path, value, valid] as const));

  it.each(cases)('is refused with a sentence for its field: %s = %j', (path, value, valid) => {
    expect(parsed(valid).problems).toEqual([]);
    const training = structuredClone({ optimiser: { name: 'adam' }, ...valid }) as Record<string, unknown>;
    const keys = path.split('.');
    const parent = keys.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, training);
    parent[keys.at(-1)!] = value;
    const found = problem(training);
    expect(['training', ...keys].slice(0, found.path.length)).toEqual(found.path);
    expect(`${found.path.join('.')} ${found.message} ${found.remedy}`).toContain(keys.at(-1));
    expect(found.message).toMatch(/\.$/);
  });
});

it('every rule has a sentence for the editor to show, and the cells of the union their equations', () => {
  const schema = experimentJsonSchema() as { properties: { training: { properties: Record<string, Described> } } };
  const { optimiser, schedule, clip, onNonFinite, init, earlyStopping } = schema.properties.training.properties;
  for (const rule of [optimiser, schedule, clip, onNonFinite, init, earlyStopping])
    expect(rule?.description?.length).toBeGreaterThan(20);
  const names = optimiser!.oneOf!.map((member) => member.properties!['name']!);
  expect(names).toHaveLength(5);
  for (const { description } of names) expect(description).toMatch(/w [-*]?= /);
});

interface Described {
  description?: string;
  markdownDescription?: string;
  oneOf?: Described[];
  properties?: Record<string, Described>;
}
