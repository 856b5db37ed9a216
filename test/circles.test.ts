import { expect, it } from 'vitest';
import { importsOf, sources, targetOf } from './sourceFiles';

const all = [...sources('src'), ...sources('webview-ui')];
const graph = new Map(
  all.map((file) => [
    file,
    importsOf(file)
      .map((name) => `${targetOf(file, name)}.ts`)
      .filter((other) => all.includes(other)),
  ]),
);

/** Files that lead back to themselves, each with those on the way: Tarjan's strongly connected components. */
function circles(next: (file: string) => string[]): string[][] {
  const [numbers, lows] = [new Map<string, number>(), new Map<string, number>()];
  const [way, found]: [string[], string[][]] = [[], []];
  const visit = (file: string): void => {
    numbers.set(file, numbers.size);
    lows.set(file, numbers.get(file)!);
    way.push(file);
    for (const other of next(file)) {
      if (!numbers.has(other)) visit(other);
      if (way.includes(other)) lows.set(file, Math.min(lows.get(file)!, lows.get(other)!));
    }
    if (lows.get(file) !== numbers.get(file)) return;
    const part = way.splice(way.indexOf(file));
    if (part.length > 1 || next(file).includes(file)) found.push(part.sort());
  };
  for (const file of all) if (!numbers.has(file)) visit(file);
  return found;
}

it('no file leads back to itself by what it imports, not even by types', () => {
  expect(circles((file) => graph.get(file)!)).toEqual([]);
});

it('a circle would be found, however long the way', () => {
  const ring = (file: string) => (all.indexOf(file) < 5 ? [all[(all.indexOf(file) + 1) % 5]!] : []);
  expect(circles(ring)).toEqual([all.slice(0, 5).sort()]);
});

it('no panel takes from the folder of another', () => {
  const panelOf = (file: string): string | undefined => /^webview-ui\/(?!shared\/)([^/]+)\//.exec(file)?.[1];
  const broken = all.flatMap((file) =>
    graph
      .get(file)!
      .filter((other) => panelOf(other) !== undefined && panelOf(other) !== panelOf(file))
      .map((other) => `${file} imports ${other}`),
  );
  expect(broken).toEqual([]);
});
