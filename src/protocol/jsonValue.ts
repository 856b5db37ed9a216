type Path = (string | number)[];

/** Whether a value has fields or entries. */
export const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === 'object' && value !== null;

/** What stands at a path of a value as JSON has it; only what is an object's own. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) value = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** A value with another one at a path; undefined takes the field, or the entry of a list, out. */
export function withValueAt(root: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const inner = rest.length > 0 ? withValueAt(valueAt(root, [key]), rest, value) : value;
  if (Array.isArray(root)) return withEntry(root, Number(key), inner);
  const fields = Object.entries(isObject(root) ? root : {}).filter(([name]) => name !== String(key));
  return Object.fromEntries(inner === undefined ? fields : [...fields, [key, inner]]);
}

const withEntry = (list: unknown[], at: number, value: unknown): unknown[] =>
  value === undefined ? list.filter((_, i) => i !== at) : list.map((each, i) => (i === at ? value : each));
