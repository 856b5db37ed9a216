import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { l10n } from 'vscode';
import { experimentPath } from '../lab/experimentName';

/** A name that says dataset and cell, and that no experiment of the folder has yet. */
export function newName(folder: string, dataset: string, cell: string): string {
  const text = basename(dataset, extname(dataset))
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return freeName(folder, text ? `${text}-${cell}` : cell);
}

/** A name that no experiment of the folder has yet: NAME, or NAME-2 and so on. */
export function freeName(folder: string, name: string): string {
  let free = name;
  for (let number = 2; existsSync(experimentPath(folder, free)); number++) free = `${name}-${number}`;
  return free;
}

/** What is wrong with a name for an experiment in a folder, if anything. */
export function nameProblem(folder: string, name: string): string | undefined {
  if (name.trim() === '') return l10n.t('Type a name.');
  if (/[\\/:*?"<>|]|^\.|[. ]$/.test(name)) return l10n.t('This cannot be the name of a file.');
  const path = experimentPath(folder, name);
  return existsSync(path) ? l10n.t('{0} is there already.', basename(path)) : undefined;
}
