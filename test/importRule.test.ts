import { expect, it } from 'vitest';
import { importsOf, sources, targetOf } from './sourceFiles';

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

const inside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

it.each(Object.entries(rule))('%s imports only what its place allows', (folder, { ours, forbidden }) => {
  const broken = sources(folder).flatMap((file) =>
    importsOf(file)
      .filter((name) => {
        const path = targetOf(file, name);
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
        .map((name) => targetOf(file, name))
        .filter((path) => engineOrder.slice(at + 1).some((later) => inside(path, `src/engine/${later}`)))
        .map((path) => `${file} imports ${path}`),
    ),
  );
  expect(broken).toEqual([]);
});

it('data and formats know no model', () => {
  const broken = ['data', 'formats'].flatMap((part) =>
    sources(`src/engine/${part}`).flatMap((file) =>
      importsOf(file).filter((name) =>
        engineOrder.some((other) => inside(targetOf(file, name), `src/engine/${other}`)),
      ),
    ),
  );
  expect(broken).toEqual([]);
});

it('extension.ts only connects the parts of the host', () => {
  const names = importsOf('src/extension.ts').filter((name) => name.startsWith('.'));
  expect(names.filter((name) => !/^\.\/(host|protocol)\//.test(name))).toEqual([]);
});
