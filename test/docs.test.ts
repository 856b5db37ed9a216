import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './sourceFiles';

const pages = [
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
  ...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'],
];
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

/** Folders whose files are named by their whole path. */
const path = /^(src|webview-ui|test|scripts|docs|examples|media|bench|packaging)\/[\w./-]+$/;
const isThere = (named: string): boolean => existsSync(join(root, named));

describe.each(pages.filter((page) => page.endsWith('.md')))('%s', (page) => {
  it('names only files that there are', () => {
    const quoted = [...read(page).matchAll(/`([^`\n]+)`/g)].map(([, words]) => words!);
    expect(quoted.filter((words) => path.test(words) && !isThere(words))).toEqual([]);
  });

  it('leads only to what is there', () => {
    const links = [...read(page).matchAll(/\]\(([^)#\s]+)\)/g)].map(([, target]) => target!);
    const ours = links.filter((target) => !/^\w+:/.test(target)).map((target) => join(dirname(page), target));
    expect(ours.filter((target) => !isThere(target))).toEqual([]);
  });
});

it.each(pages.filter((page) => page.endsWith('.svg')))('%s names only files that there are', (page) => {
  const named = [...read(page).matchAll(/class="file"[^>]*>([^<]+)</g)].flatMap(([, words]) => words!.split(', '));
  const files = named.filter((words) => words.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !isThere(file) && !isThere(`src/${file}`))).toEqual([]);
});

it('every page of docs is in its list', () => {
  const list = read('docs/README.md');
  const others = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(others.filter((page) => !list.includes(`(${page.slice('docs/'.length)})`))).toEqual([]);
});
