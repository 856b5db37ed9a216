import { experimentJsonSchema } from '../../../protocol/experiment';
import type { JsonSchema as Schema } from '../../../protocol/jsonSchema';
import { parseExperiment, pathText } from '../../../protocol/parseExperiment';
import { Generator } from '../../kernels/testing/generator';

export type Drawn = Record<string, unknown>;

/** Fields that decide how long a test takes or what it reads; all others are drawn from what the schema says. */
const bounded: Record<string, (draw: Generator) => unknown> = {
  $schema: () => undefined,
  split: () => undefined,
  path: () => 'text.txt',
  seed: (draw) => draw.integer(0, 99),
  epochs: () => 50,
  steps: () => undefined,
  window: (draw) => draw.integer(2, 9),
  batch: (draw) => draw.integer(1, 4),
  units: (draw) => draw.integer(1, 9),
  embedding: (draw) => draw.integer(1, 6),
  learningRate: (draw) => 10 ** -draw.integer(2, 4),
  validationSymbols: () => 40,
};

/**
 * An experiment drawn from the schema: every field is left out half the time, and else is something that the schema
 * allows there. What fields demand of each other is not looked at.
 */
export function drawExperiment(draw: Generator, own: typeof bounded = {}): Drawn {
  return drawFrom(experimentJsonSchema() as Schema, draw, { ...bounded, ...own }) as Drawn;
}

/** Experiments that may train, drawn until there are enough, and in words why others may not. */
export function drawValid(seed: number, count: number, own: typeof bounded): { valid: Drawn[]; refused: string[] } {
  const draw = new Generator(seed);
  const [valid, refused]: [Drawn[], string[]] = [[], []];
  for (let tries = 0; valid.length < count && tries < 50 * count; tries++) {
    const drawn = drawExperiment(draw, own);
    const { experiment, problems } = parseExperiment(JSON.stringify(drawn));
    if (experiment) valid.push(drawn);
    else refused.push(...problems.map(({ path, message, remedy }) => `${pathText(path)}: ${message} ${remedy}`));
  }
  return { valid, refused };
}

function drawFrom(schema: Schema, draw: Generator, fields: typeof bounded): unknown {
  const members = schema.oneOf ?? schema.anyOf;
  if (members) return drawFrom(draw.pick(members), draw, fields);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return draw.pick(schema.enum);
  switch (schema.type) {
    case 'object':
      return drawObject(schema, draw, fields);
    case 'array':
      return drawArray(schema, draw, fields);
    case 'integer':
      return draw.integer(
        Math.max(schema.minimum ?? -Infinity, (schema.exclusiveMinimum ?? -1) + 1),
        least(schema) + 5,
      );
    case 'number':
      return drawNumber(schema, draw);
    case 'boolean':
      return draw.integer(0, 1) === 1;
    default:
      return 'text';
  }
}

const least = ({ minimum = 0, exclusiveMinimum = -1 }: Schema): number => Math.max(minimum, exclusiveMinimum + 1);

function drawNumber({ minimum, maximum = 1, exclusiveMinimum }: Schema, draw: Generator): number {
  const from = minimum ?? exclusiveMinimum ?? 0;
  return from + (Math.min(maximum, from + 1) - from) * (0.05 + 0.9 * draw.next());
}

function drawObject({ properties = {}, required = [] }: Schema, draw: Generator, fields: typeof bounded): Drawn {
  const drawn: Drawn = {};
  for (const [name, schema] of Object.entries(properties)) {
    if (!required.includes(name) && !(name in fields) && name !== 'training' && draw.integer(0, 1) === 0) continue;
    const value = fields[name] ? fields[name](draw) : drawFrom(schema, draw, fields);
    if (value !== undefined) drawn[name] = value;
  }
  return drawn;
}

function drawArray({ items }: Schema, draw: Generator, fields: typeof bounded): unknown[] {
  if (Array.isArray(items)) return items.map((item) => drawFrom(item, draw, fields));
  return Array.from({ length: draw.integer(1, 3) }, () => drawFrom(items!, draw, fields));
}

/** A field of an experiment that was made wrong. */
export interface Spoiled {
  experiment: Drawn;
  /** The name of the field. */
  field: string;
}

/** The same with one field that no schema allows: a value of another kind, or a field that nobody knows. */
export function spoil(experiment: Drawn, draw: Generator): Spoiled {
  const copy = structuredClone(experiment);
  const places = placesOf(copy);
  const { holder, key } = draw.pick(places);
  if (draw.integer(0, 3) === 0 && typeof holder[key] === 'object' && !Array.isArray(holder[key])) {
    (holder[key] as Drawn)['colour'] = 'red';
    return { experiment: copy, field: 'colour' };
  }
  holder[key] = typeof holder[key] === 'number' ? 'many' : -1.5;
  return { experiment: copy, field: key };
}

/** Every named field below the root. */
function placesOf(value: unknown): { holder: Drawn; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(placesOf);
  const holder = value as Drawn;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}
