import { expect, it } from 'vitest';
import { experimentJsonSchema } from './experiment';

/*
 * VS Code shows `markdownDescription`, and the equation beside it in the letters of the person's choice; other editors
 * show `description`.
 */

interface Described {
  const?: unknown;
  description?: string;
  markdownDescription?: string;
  properties?: Record<string, Described>;
}

const described = (schema: object): Described[] =>
  Object.values(schema).flatMap((part: unknown) =>
    typeof part === 'object' && part !== null ? [part as Described, ...described(part)] : [],
  );
const all = described(experimentJsonSchema());
const cells = all.flatMap(({ properties }) => properties?.['cell'] ?? []);

it('what VS Code shows of the schema leaves equations to the hover beside it', () => {
  const shown = all.flatMap(({ markdownDescription }) => markdownDescription ?? []);
  expect(shown.length).toBeGreaterThan(20);
  for (const text of shown) expect(text).not.toMatch(/ [-*]?= |[hcox]\(t/);
});

it('what other editors show of a cell has its equation, and what VS Code shows its source', () => {
  expect(cells.map((cell) => cell.const)).toEqual([
    ...['lstm', 'gru', 'elman', 'deep', 'jordan', 'feed-forward', 'own'],
  ]);
  for (const { const: name, description, markdownDescription } of cells) {
    expect(description).toContain('h(t) = ');
    if (name !== 'own') expect(markdownDescription).toMatch(/\(\D+(1|2)\d{3}/);
  }
});
