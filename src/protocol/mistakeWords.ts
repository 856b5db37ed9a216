import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { expectationAt } from './expectation';
import type { Problem } from './problem';
import { valueAt } from './jsonValue';
import { visibleText } from './visibleText';

type Path = Problem['path'];

/** What mends a mistake: a value for a place, or nothing there. */
export interface Mend {
  path: Path;
  value: unknown;
  /** Whether it is most likely what the person meant. */
  isMeant?: boolean;
}

/** How a path reads in a sentence: model.layers[0].units. */
export function pathText(path: Path): string {
  return visibleText(
    path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join(''),
  );
}

/**
 * What is wrong at a place.
 * @param written the path with the names that the person wrote
 * @param document in which the issue was found
 */
export function messageOf(issue: z.core.$ZodIssue, path: Path, written: Path, document: unknown): string {
  if (issue.code === 'custom' || issue.message.endsWith('.')) return issue.message;
  const { allowed } = expectationAt(path, document);
  return l10n.t('{0} is {1}; it must be {2}.', pathText(written) || l10n.t('The file'), shown(document, path), allowed);
}

/** What to do about a mistake. @param mend what was tried, where anything helps */
export function remedyOf(mend: Mend | undefined): string {
  if (!mend) return l10n.t('Correct or remove it.');
  if (mend.value === undefined) return l10n.t('Remove it.');
  const value = JSON.stringify(mend.value);
  if (mend.isMeant) return l10n.t('Did you mean {0}?', value);
  const key = mend.path.at(-1);
  return l10n.t('For example: {0}', typeof key === 'string' ? `"${key}": ${value}` : value);
}

/** The problem of a field that there is not. @param meant the field that it most likely is */
export function unknownField(path: Path, keys: string[], meant?: string): Problem {
  const place = pathText(path.slice(0, -1));
  const name = visibleText(String(path.at(-1)));
  const all = keys.join(', ');
  return {
    path,
    message: place ? l10n.t('{0} has no field "{1}".', place, name) : l10n.t('An experiment has no field "{0}".', name),
    remedy:
      meant !== undefined
        ? l10n.t('Did you mean "{0}"? There are: {1}.', meant, all)
        : keys.length > 0
          ? l10n.t('Remove it, or use one of: {0}.', all)
          : l10n.t('Remove it.'),
  };
}

/** What stands at a path, short enough for a sentence. */
function shown(root: unknown, path: Path): string {
  const value = valueAt(root, path);
  if (value === undefined) return l10n.t('missing');
  if (typeof value === 'number' && !Number.isFinite(value)) return l10n.t('too large for a number');
  const text = visibleText(JSON.stringify(value));
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
