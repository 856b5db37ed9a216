import { expect, it } from 'vitest';
import { experimentHints } from './hintSchema';
import { experimentJsonSchema } from './experiment';

/** Every object of a schema, and where it stands. */
function* parts(value: unknown, path = ''): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [key, inner] of Object.entries(value)) yield* parts(inner, `${path}/${key}`);
}

it('the schema of hints finds nothing wrong: it has no word that a value could contradict, but in conditions', () => {
  const checking = [
    'type',
    'enum',
    'const',
    'required',
    'additionalProperties',
    'anyOf',
    'oneOf',
    'minimum',
    'pattern',
  ];
  for (const [path, part] of parts(experimentHints())) {
    if (/\/(if|default|examples)(\/|$)/.test(path) || path.endsWith('/properties')) continue;
    for (const word of checking) expect(Object.hasOwn(part, word), `${path}: ${word}`).toBe(false);
  }
});

it('the schema of hints explains whatever the other explains', () => {
  const descriptions = (schema: object) =>
    new Set([...parts(schema)].map(([, { description }]) => description).filter((each) => typeof each === 'string'));
  expect(descriptions(experimentHints())).toEqual(descriptions(experimentJsonSchema()));
});

it('the schema of hints proposes cells by name, and the options of each with it', () => {
  const { layers } = experimentHints().properties!['model']!.properties!;
  const layer = (layers as { items: Layer }).items;
  expect(layer.properties.cell.examples).toEqual(['lstm', 'gru', 'elman', 'deep', 'jordan', 'feed-forward', 'own']);
  const gru = layer.allOf.find((each) => each.if.properties.cell.const === 'gru')!.then.properties;
  expect(gru['reset']!.examples).toEqual(['after', 'before']);
  expect(Object.keys(gru)).not.toContain('peephole');
});

interface Layer {
  properties: { cell: { examples: string[] } };
  allOf: {
    if: { properties: { cell: { const: string } } };
    then: { properties: Record<string, { examples?: unknown[] }> };
  }[];
}
