import { expect, it } from 'vitest';
import { parseExperiment, pathText } from '../../protocol/parseExperiment';
import { Generator } from '../kernels/testing/generator';
import { kernelTargets } from '../model/testing/targets';
import { spoil } from './testing/drawExperiment';
import { refused, trainAny, valid } from './testing/trainAny';

/** Every cell, optimiser and rule by name that stands in an experiment. */
const namesIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value ? Object.values(value).flatMap(namesIn) : [];

it('there are enough experiments among those drawn, and what is refused is refused with a field and a remedy', () => {
  expect(valid).toHaveLength(150);
  for (const sentence of refused) expect(sentence).toMatch(/^[a-z$][\w.[\]$]*: .{10,}\.( .+)?$/i);
  const names = new Set(valid.flatMap(namesIn));
  const cells = ['lstm', 'gru', 'elman', 'deep', 'jordan', 'feed-forward', 'own'];
  const rules = ['adam', 'adamw', 'adagrad', 'rmsprop', 'sgd', 'cosine', 'plateau', 'randomStep', 'spectral-radius'];
  for (const name of [...cells, ...rules, 'one-hot']) expect(names).toContain(name);
});

kernelTargets.forEach((target, i) => trainAny(target, i === 0 ? 150 : 30));

it('any experiment with one field made wrong is refused with a sentence that names the field', () => {
  const draw = new Generator(5);
  for (const drawn of valid) {
    const { experiment, field } = spoil(drawn, draw);
    const parsed = parseExperiment(JSON.stringify(experiment));
    expect(parsed.experiment, `${field} in ${JSON.stringify(experiment)}`).toBeUndefined();
    const words = parsed.problems
      .map(({ path, message, remedy }) => `${pathText(path)} ${message} ${remedy}`)
      .join('\n');
    expect(words, JSON.stringify(experiment)).toContain(field);
    for (const { remedy } of parsed.problems) expect(remedy).not.toBe('');
  }
});
