import { experimentJsonSchema } from '../../protocol/experiment';

/** An option of a cell, as the schema has it. */
export interface LayerOption {
  field: string;
  description: string;
  preset: unknown;
  values: OptionValue[];
}

/** What an option may be; a number may also be typed. */
export interface OptionValue {
  value: unknown;
  /** What it means, where the description of the option says so. */
  words?: string;
}

interface Schema {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  [key: string]: unknown;
}

/** What every layer has: asked for by itself, or left to the schema. */
export const commonFields = ['cell', 'units', 'bidirectional', 'dropout'];

let whole: Schema | undefined;

/** The schema of a layer with that cell; undefined where there is no such cell. */
export function layerSchemaOf(cell: string): Schema | undefined {
  whole ??= experimentJsonSchema() as Schema;
  return find(whole, (schema) => schema.properties?.['cell']?.const === cell);
}

/** The options of a cell among which one can choose, in the order of the schema. */
export function layerOptions(cell: string): LayerOption[] {
  const fields = Object.entries(layerSchemaOf(cell)?.properties ?? {}).filter(
    ([field]) => !commonFields.includes(field),
  );
  return fields.flatMap(([field, schema]) => {
    const values = valuesOf(schema);
    const { description = '', default: preset } = schema;
    return values.length < 2 ? [] : [{ field, description, preset, values: values.map(withWords(description)) }];
  });
}

function valuesOf(schema: Schema): unknown[] {
  if (schema.enum !== undefined) return schema.enum;
  if (schema.type === 'boolean' && schema.const === undefined) return [false, true];
  return schema.type === 'integer' && typeof schema.default === 'number' ? [schema.default, 2 * schema.default] : [];
}

/** The piece of a description that begins with a value: `after (PyTorch): what it does. before: ...`. */
const withWords =
  (description: string) =>
  (value: unknown): OptionValue => {
    const pattern = new RegExp(`(?:^|\\s)${String(value)}(?: \\(([^)]*)\\))?: (.*?)(?=\\. \\w+(?: \\([^)]*\\))?: |$)`);
    const [found, source, words] = pattern.exec(description) ?? [];
    return found === undefined
      ? { value }
      : { value, words: [words, source && `(${source})`].filter(Boolean).join(' ') };
  };

function find(schema: Schema, isMeant: (schema: Schema) => boolean): Schema | undefined {
  if (isMeant(schema)) return schema;
  for (const part of Object.values(schema))
    if (typeof part === 'object' && part !== null) {
      const found = find(part as Schema, isMeant);
      if (found) return found;
    }
  return undefined;
}
