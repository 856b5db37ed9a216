import { experimentJsonSchema } from './experiment';
import type { JsonSchema } from './jsonSchema';

/** A JSON Schema that proposes and explains, and finds nothing wrong. */
export interface HintSchema extends Pick<JsonSchema, 'description' | 'default' | 'examples'> {
  markdownDescription?: string;
  properties?: Record<string, HintSchema>;
  items?: HintSchema | HintSchema[];
  allOf?: { if: object; then: HintSchema }[];
}

/**
 * What the editor completes and explains an experiment file by. What is wrong with a file is said by the checks that
 * Train makes too, and once.
 */
export const experimentHints = (): HintSchema => hintsOf(experimentJsonSchema() as Written);

/** A schema as zod writes it. */
type Written = JsonSchema & { markdownDescription?: string };

function hintsOf(schema: Written): HintSchema {
  const { description, markdownDescription, default: preset } = schema;
  const members = schema.oneOf ?? schema.anyOf ?? [schema];
  const examples = unique([...(schema.examples ?? []), ...members.flatMap(constantsOf)]);
  return {
    ...(description !== undefined && { description }),
    ...(markdownDescription !== undefined && { markdownDescription }),
    ...(preset !== undefined && { default: preset }),
    ...(examples.length > 0 && { examples }),
    ...partsOf(members),
  };
}

/** What may stand at a place, as far as it can be counted. */
function constantsOf({ const: constant, enum: constants, type }: Written): unknown[] {
  if (type === 'boolean' && constant === undefined) return [true, false];
  return constants ?? (constant === undefined ? [] : [constant]);
}

const unique = (values: unknown[]): unknown[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** Fields and entries; of objects that a name tells apart, those that go with the name. */
function partsOf(members: Written[]): Pick<HintSchema, 'properties' | 'items' | 'allOf'> {
  const objects = members.filter((member) => member.properties);
  const key = members.length > 1 ? nameOf(objects) : undefined;
  const items = members.find((member) => member.items)?.items;
  return {
    ...(objects.length > 0 && { properties: key === undefined ? propertiesOf(objects) : named(objects, key) }),
    ...(key !== undefined && {
      allOf: objects.map((member) => ({ if: isNamed(member, key), then: { properties: propertiesOf([member]) } })),
    }),
    ...(items && { items: Array.isArray(items) ? items.map(hintsOf) : hintsOf(items) }),
  };
}

/** The field whose constant tells objects apart. */
const nameOf = ([first, ...others]: Written[]): string | undefined =>
  first && others.length > 0
    ? Object.keys(first.properties!).find((key) => first.properties![key]!.const !== undefined)
    : undefined;

const named = (objects: Written[], key: string) => ({
  [key]: { examples: objects.map((member) => member.properties![key]!.const) },
});

const isNamed = (member: Written, key: string): object => ({
  properties: { [key]: { const: member.properties![key]!.const } },
  required: [key],
});

const propertiesOf = (objects: Written[]): Record<string, HintSchema> =>
  Object.fromEntries(
    objects.flatMap(({ properties }) => Object.entries(properties!)).map(([key, part]) => [key, hintsOf(part)]),
  );
