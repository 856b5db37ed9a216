import * as l10n from '@vscode/l10n';
import { experimentJsonSchema } from './experiment';
import type { JsonSchema as Schema } from './jsonSchema';
import { isObject } from './jsonValue';

/** What the experiment schema allows at one place of a file. */
export interface Expectation {
  /** What may stand there, as the end of a sentence: "a whole number above 0". */
  allowed: string;
  /** Values that would be right there as far as the schema sees, the most telling first. */
  examples: unknown[];
  /** The texts that may stand there. */
  names: string[];
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
    value = isObject(value) && Object.hasOwn(value, key) ? value[key as keyof typeof value] : undefined;
    if (!node) return { allowed: l10n.t('left out'), examples: [], names: [], keys: [] };
  }
  return {
    allowed: allowedText(node, value),
    examples: examplesOf(node),
    names: constantsOf(node).filter((constant) => typeof constant === 'string'),
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
      ([key, part]) => part.const !== undefined && isObject(value) && part.const === value[key as keyof typeof value],
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
  if (typeof key === 'string')
    return node?.properties && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
  return Array.isArray(node?.items) ? node.items[key] : node?.items;
}

/** The constants that may stand at a place, those of a union's members too. */
function constantsOf(node: Schema): unknown[] {
  const own = node.enum ?? (node.const === undefined ? [] : [node.const]);
  return [...own, ...(branches(node) ?? []).flatMap(constantsOf)];
}

function examplesOf(node: Schema): unknown[] {
  const preset = node.default === undefined ? [] : [node.default];
  return [...(node.examples ?? []), ...preset, ...constantsOf(node).slice(0, 1), ...composed(node)];
}

/** An object with the fields that it must have. */
function composed(node: Schema): unknown[] {
  const members = branches(node);
  if (members) return members.flatMap(composed).slice(0, 1);
  if (!node.properties) return [];
  const fields = (node.required ?? []).map((key) => [key, examplesOf(node.properties![key]!)[0]] as const);
  return [Object.fromEntries(fields)];
}

function allowedText(node: Schema, value?: unknown): string {
  const members = branches(node);
  if (members) return unionText(members, value);
  const constants = node.enum ?? (node.const === undefined ? undefined : [node.const]);
  if (constants) return oneOf(constants);
  if (node.type === 'integer') return numberText(l10n.t('a whole number'), node, value);
  if (node.type === 'number') return numberText(l10n.t('a number'), node, value);
  if (node.type === 'boolean') return l10n.t('true or false');
  if (node.type === 'string') return l10n.t('a text that is not empty');
  if (node.type === 'array')
    return Array.isArray(node.items)
      ? l10n.t('a list of {0}', String(node.items.length))
      : l10n.t('a list with at least one entry');
  return l10n.t('an object with {0}', Object.keys(node.properties ?? {}).join(', '));
}

/** What any member allows; of objects that a name tells apart, an object of any of the names. */
function unionText(members: Schema[], value: unknown): string {
  return [...new Set(members.map((member) => allowedText(member, value)))].join(l10n.t(' or '));
}

const oneOf = (constants: unknown[]): string =>
  constants.length === 1
    ? JSON.stringify(constants[0])
    : l10n.t('one of {0}', constants.map((each) => JSON.stringify(each)).join(', '));

/** The largest number is told where it is one that people reach, or where they went beyond it. */
function numberText(kind: string, limits: Schema, value: unknown): string {
  const { minimum, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = limits;
  const least = exclusiveMinimum ?? minimum;
  const isAbove = typeof value === 'number' && Number.isFinite(value) && value > maximum;
  const words =
    exclusiveMinimum === undefined
      ? l10n.t('{0} from {1}', kind, String(minimum))
      : l10n.t('{0} above {1}', kind, String(exclusiveMinimum));
  if (least === undefined) return isAbove ? l10n.t('{0} of at most {1}', kind, String(maximum)) : kind;
  if (exclusiveMaximum !== undefined) return l10n.t('{0} and below {1}', words, String(exclusiveMaximum));
  if (maximum < Number.MAX_SAFE_INTEGER) return l10n.t('{0} to {1}', words, String(maximum));
  if (isAbove) return l10n.t('{0} and at most {1}', words, String(maximum));
  return exclusiveMinimum === undefined ? l10n.t('{0} on', words) : words;
}
