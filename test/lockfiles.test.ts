import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

interface Entry {
  version?: string;
  resolved?: string;
  link?: boolean;
}

it.each(['', 'test/host/newest', 'test/host/oldest', 'packaging/zig', 'packaging/node24'])(
  'the lockfile in "%s" pins every package and names no registry',
  (folder) => {
    const lock = JSON.parse(readFileSync(join(root, folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, Entry>;
    };
    const entries = Object.entries(lock.packages).filter(([path]) => path !== '');
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter(([, { version, link }]) => !version && !link).map(([path]) => path)).toEqual([]);
    expect(entries.filter(([, { resolved }]) => resolved?.includes('://')).map(([path]) => path)).toEqual([]);
  },
);
