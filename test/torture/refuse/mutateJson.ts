import fc from 'fast-check';

/** A change of a JSON value: which place (a number that is taken modulo the places there are) and what is done there. */
export type JsonChange = { at: number } & (
  | { kind: 'replace'; value: unknown }
  | { kind: 'remove' }
  | { kind: 'rename'; name: string }
  | { kind: 'add'; name: string; value: unknown }
);

const numbers = [0, -0, -1, 1, 0.5, 1.5, 1e-320, 1e9, 2 ** 31, 2 ** 53, 1e30, 1e308, -1e308];
const paths = [
  '',
  ' ',
  '..',
  '../../..',
  '/dev/null',
  '/',
  'C:\\data\\t.txt',
  'folder',
  'missing.txt',
  'e.unroll.json',
];
const words = ['lstm', 'LSTM', 'language-model', 'NaN', '\u0000', 'a'.repeat(5000), '\u202etxt', '\u001b[31m', '${x}'];
const names = [
  ...['', '__proto__', 'constructor', 'toString', 'units', 'unts', 'optimizer', 'training', 'data', 'model', 'length'],
  ...['a.b', '🐋', 'b'.repeat(3000)],
];

const value = fc.oneof(
  fc.constantFrom<unknown>(...numbers, ...paths, ...words, null, true, false, [], {}, [[]], [null], { a: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
);
const at = fc.nat(1000);

/** Any change of a JSON value. */
export const jsonChange: fc.Arbitrary<JsonChange> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ at, kind: fc.constant('replace' as const), value }) },
  { weight: 1, arbitrary: fc.record({ at, kind: fc.constant('remove' as const) }) },
  { weight: 2, arbitrary: fc.record({ at, kind: fc.constant('rename' as const), name: fc.constantFrom(...names) }) },
  {
    weight: 2,
    arbitrary: fc.record({ at, kind: fc.constant('add' as const), name: fc.constantFrom(...names), value }),
  },
);

type Parent = Record<string, unknown>;

/** Every place of a value below its root, with what it stands in. */
function placesOf(parent: unknown, found: { parent: Parent; key: string }[] = []): { parent: Parent; key: string }[] {
  if (typeof parent !== 'object' || parent === null) return found;
  for (const key of Object.keys(parent)) {
    found.push({ parent: parent as Parent, key });
    placesOf((parent as Parent)[key], found);
  }
  return found;
}

/** Carries a change out in a value. */
export function changeJson(root: Parent, change: JsonChange): void {
  const places = placesOf(root);
  const { parent, key } = places[change.at % Math.max(1, places.length)] ?? { parent: root, key: 'nothing' };
  if (change.kind === 'replace') return define(parent, key, change.value);
  if (change.kind === 'add') return define(parent, change.name, change.value);
  const moved = parent[key];
  delete parent[key];
  if (change.kind === 'rename') define(parent, change.name, moved);
}

/** Sets a field of its own even where its name is `__proto__`. */
function define(parent: Parent, key: string, set: unknown): void {
  if (Array.isArray(parent) && key === 'length') return;
  Object.defineProperty(parent, key, { value: set, enumerable: true, configurable: true, writable: true });
}
