import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { l10n } from 'vscode';
import { experimentPath } from '../lab/experimentName';

/** A name that says dataset and cell, and that no experiment beside the dataset has yet. */
export function newName(dataset: string, cell: string): string {
  const text = basename(dataset, '.txt')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const name = text ? `${text}-${cell}` : cell;
  let free = name;
  for (let number = 2; existsSync(experimentPath(dirname(dataset), free)); number++) free = `${name}-${number}`;
  return free;
}

/** What is wrong with a name for an experiment beside the dataset, if anything. */
export function nameProblem(dataset: string, name: string): string | undefined {
  if (name.trim() === '') return l10n.t('Type a name.');
  if (/[\\/:*?"<>|]|^\.|[. ]$/.test(name)) return l10n.t('This cannot be the name of a file.');
  const path = experimentPath(dirname(dataset), name);
  return existsSync(path) ? l10n.t('{0} is there already.', basename(path)) : undefined;
}
