import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

/** What every process may import. */
const shared = ['src/protocol', 'src/files'];

/** Which folder may import which of ours, and which packages it must leave to others. ARCHITECTURE.md has the same table in words. */
const rule: Record<string, { ours: string[]; forbidden: RegExp }> = {
  'src/protocol': { ours: [], forbidden: /^(vscode$|node:|@tensorflow|chart\.js|@vscode-elements)/ },
  'src/files': { ours: ['src/protocol'], forbidden: /^(vscode$|@tensorflow|chart\.js|@vscode-elements)/ },
  'src/engine': { ours: shared, forbidden: /^(vscode$|chart\.js|@vscode-elements)/ },
  'src/runs': { ours: shared, forbidden: /^(vscode$|@tensorflow|chart\.js|@vscode-elements)/ },
  'src/trainer': { ours: [...shared, 'src/engine', 'src/runs'], forbidden: /^(vscode$|@tensorflow|chart\.js)/ },
  'src/inspector': { ours: [...shared, 'src/engine', 'src/runs'], forbidden: /^(vscode$|@tensorflow|chart\.js)/ },
  'src/installer': {
    ours: [...shared, 'src/engine', 'src/runs'],
    forbidden: /^(vscode$|chart\.js|@vscode-elements)/,
  },
  'src/cli': {
    ours: [...shared, 'src/engine', 'src/runs', 'src/trainer', 'src/inspector'],
    forbidden: /^(vscode$|@tensorflow|chart\.js)/,
  },
  'src/host': { ours: [...shared, 'src/runs'], forbidden: /^(@tensorflow|chart\.js|@vscode-elements)/ },
  'webview-ui': { ours: ['src/protocol'], forbidden: /^(vscode$|node:|@tensorflow)/ },
};

/** Inside the engine each part stands on those before it. */
const engineOrder = [
  ...['kernels', 'backend', 'cells', 'weights', 'layers', 'model', 'tasks', 'inspect', 'training', 'experiment'],
];

const root = resolve(import.meta.dirname, '..');
const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('/testing/'));

const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    (match) => match[1]!,
  );

const target = (file: string, name: string): string =>
  name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name;

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

it.each(Object.entries(rule))('%s imports only what its place allows', (folder, { ours, forbidden }) => {
  const broken = sources(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        const path = target(file, name);
        if (!name.startsWith('.')) return forbidden.test(name);
        return ![folder, ...ours].some((allowed) => inside(path, allowed));
      })
      .map((name) => `${file} imports ${name}`),
  );
  expect(sources(folder).length).toBeGreaterThan(0);
  expect(broken).toEqual([]);
});

it('the parts of the engine stand on one another in one direction', () => {
  const broken = engineOrder.flatMap((part, at) =>
    sources(`src/engine/${part}`).flatMap((file) =>
      importsOf(file)
        .map((name) => target(file, name))
        .filter((path) => engineOrder.slice(at + 1).some((later) => inside(path, `src/engine/${later}`)))
        .map((path) => `${file} imports ${path}`),
    ),
  );
  expect(broken).toEqual([]);
});

it('data and formats know no model', () => {
  const broken = ['data', 'formats'].flatMap((part) =>
    sources(`src/engine/${part}`).flatMap((file) =>
      importsOf(file).filter((name) => engineOrder.some((other) => inside(target(file, name), `src/engine/${other}`))),
    ),
  );
  expect(broken).toEqual([]);
});

it('extension.ts only connects the parts of the host', () => {
  const names = importsOf('src/extension.ts').filter((name) => name.startsWith('.'));
  expect(names.filter((name) => !/^\.\/(host|protocol)\//.test(name))).toEqual([]);
});
