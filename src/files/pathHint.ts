import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import { nearest } from '../protocol/nearest';
import { visibleText } from '../protocol/visibleText';

/** Names of a folder that are looked through for one that was meant. */
const mostNames = 2000;

/** What is most likely wrong with a path at which there is no file, as a sentence; empty where nothing is seen. */
export async function pathHint(path: string): Promise<string> {
  if (/[\0-\x1f]/.test(path))
    return l10n.t('In JSON a single backslash begins an escape, as \\t for a tab: write "/" between folders.');
  if (sep === '/' && path.includes('\\')) return backslashHint(path);
  if (/[\\/]~[\\/]/.test(path)) return l10n.t('"~" is put in by a shell alone: write your home folder out.');
  if (/[\\/]file:[\\/]/.test(path)) return l10n.t('Write a path, without "file:".');
  const names = await readdir(dirname(path)).catch(() => []);
  const meant = names.length <= mostNames ? nearest(basename(path), names) : undefined;
  return meant === undefined ? '' : l10n.t('Did you mean {0}?', visibleText(join(dirname(path), meant)));
}

function backslashHint(path: string): string {
  const meant = path.replaceAll('\\', '/');
  return existsSync(meant)
    ? l10n.t('Here "/" stands between folders, not "\\": did you mean {0}?', visibleText(meant))
    : l10n.t('Here "/" stands between folders, not "\\".');
}
