import * as l10n from '@vscode/l10n';
import { experimentJsonSchema } from './experiment';
import type { JsonSchema as Schema } from './jsonSchema';

/** What the experiment schema allows at one place of a file. */
export interface Expectation {
  /** What may stand there, as the end of a sentence: "a whole number above 0". */
  allowed: string;
  /** A line that would be right there, where the schema knows one. */
  example?: string;
  /** The fields that an object has there. */
  keys: string[];
}

let schema: Schema | undefined;

/**
 * Looks up a place of an experiment file in its schema.
 * @param path keys and indices from the root
 * @param root the file as read; where the schema branches, its values choose the branch
 */
export function expectationAt(path: (string | number)[], root: unknown): Expectation {
  schema ??= experimentJsonSchema() as Schema;
  let node: Schema | undefined = schema;
  let value: unknown = root;
  for (const key of path) {
    node = childOf(branchOf(node, value), key);
    value = (value as Record<string | number, unknown> | undefined)?.[key];
    if (!node) return { allowed: l10n.t('left out'), keys: [] };
  }
  const preset = node.examples?.[0] ?? node.default ?? firstConstant(node);
  const key = path.at(-1);
  return {
    allowed: allowedText(node),
    example: preset === undefined || typeof key !== 'string' ? undefined : `"${key}": ${JSON.stringify(preset)}`,
    keys: Object.keys(branchOf(node, value)?.properties ?? {}),
  };
}

const branches = (node: Schema): Schema[] | undefined => node.oneOf ?? node.anyOf;

/** The member of a union that the written object chooses by its constant field (cell, name), else its first object. */
function branchOf(node: Schema | undefined, value: unknown): Schema | undefined {
  const members = node && branches(node);
  if (!members) return node;
  const chosen = members.find((member) =>
    Object.entries(member.properties ?? {}).some(
      ([key, part]) => part.const !== undefined && part.const === (value as Record<string, unknown> | undefined)?.[key],
    ),
  );
  return chosen ?? mergedObject(members);
}

/** A union as one object: a constant field may be any of its members' constants. */
function mergedObject(members: Schema[]): Schema {
  const properties: Record<string, Schema> = {};
  for (const member of members)
    for (const [key, part] of Object.entries(member.properties ?? {})) {
      const known = properties[key];
      properties[key] =
        known && part.const !== undefined ? { enum: [...(known.enum ?? [known.const]), part.const] } : (known ?? part);
    }
  return { type: 'object', properties };
}

function childOf(node: Schema | undefined, key: string | number): Schema | undefined {
  if (typeof key === 'string') return node?.properties?.[key];
  return Array.isArray(node?.items) ? node.items[key] : node?.items;
}

function firstConstant(node: Schema): unknown {
  return node.const ?? node.enum?.[0];
}

function allowedText(node: Schema): string {
  const members = branches(node);
  if (members) return [...new Set(members.map(allowedText))].join(l10n.t(' or '));
  const constants = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (constants)
    return constants.length === 1
      ? JSON.stringify(constants[0])
      : l10n.t('one of {0}', constants.map((each) => JSON.stringify(each)).join(', '));
  if (node.type === 'integer') return numberText(l10n.t('a whole number'), node);
  if (node.type === 'number') return numberText(l10n.t('a number'), node);
  if (node.type === 'boolean') return l10n.t('true or false');
  if (node.type === 'string') return l10n.t('a text that is not empty');
  if (node.type === 'array')
    return Array.isArray(node.items)
      ? l10n.t('a list of {0}', String(node.items.length))
      : l10n.t('a list with at least one entry');
  return l10n.t('an object with {0}', Object.keys(node.properties ?? {}).join(', '));
}

function numberText(kind: string, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const least = exclusiveMinimum ?? minimum;
  const words =
    exclusiveMinimum === undefined
      ? l10n.t('{0} from {1}', kind, String(minimum))
      : l10n.t('{0} above {1}', kind, String(exclusiveMinimum));
  if (least === undefined) return kind;
  if (exclusiveMaximum !== undefined) return l10n.t('{0} and below {1}', words, String(exclusiveMaximum));
  if (maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER)
    return exclusiveMinimum === undefined ? l10n.t('{0} on', words) : words;
  return l10n.t('{0} to {1}', words, String(maximum));
}
