import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root, sources } from './sourceFiles';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Everything that may use what a file exports, tests too. */
const users = ['src', 'webview-ui', 'bench', 'scripts', 'test/golden', 'test/inHost', 'test/browser', 'test/kernels']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  .filter((file) => /\.m?[jt]s$/.test(file));

const filesByWord = new Map<string, number>();
for (const file of users)
  for (const word of new Set(read(file).match(/[A-Za-z_$][\w$]*/g)))
    filesByWord.set(word, (filesByWord.get(word) ?? 0) + 1);

const exported = /^export (?:async )?(?:abstract )?(?:function\*?|const|class|enum|let) ([\w$]+)/gm;

it('what a file exports is used by another file; types of what it exports stand beside it', () => {
  const unused = [...sources('src'), ...sources('webview-ui')].flatMap((file) =>
    [...read(file).matchAll(exported)]
      .filter(([, name]) => filesByWord.get(name!) === 1)
      .map(([, name]) => `${file}: ${name}`),
  );
  expect(unused).toEqual([]);
});
