import * as l10n from '@vscode/l10n';
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import type * as z from 'zod';
import { experimentSchema, type Experiment } from './experiment';
import type { Problem } from './problem';
import { expectationAt } from './expectation';

type Issue = z.core.$ZodIssue;
type Path = Problem['path'];

/** What an experiment file says: the experiment, complete with defaults, or everything that is wrong with the file. */
export interface ParsedExperiment {
  experiment?: Experiment;
  problems: Problem[];
}

/**
 * Reads the text of an experiment file (JSON with comments).
 * @param text the whole file
 */
export function parseExperiment(text: string): ParsedExperiment {
  if (text.trim() === '') return { problems: [emptyProblem()] };
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return { problems: errors.slice(0, 3).map((error) => syntaxProblem(error, text)) };
  const parsed = experimentSchema.safeParse(value);
  if (parsed.success) return { experiment: parsed.data, problems: [] };
  return { problems: parsed.error.issues.flatMap(plainIssues).map((issue) => problemOf(issue, value)) };
}

/** How a path reads in a sentence: model.layers[0].units. */
export function pathText(path: Path): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : at === 0 ? key : `.${key}`)).join('');
}

function emptyProblem(): Problem {
  return {
    path: [],
    offset: 0,
    message: l10n.t('The file is empty.'),
    remedy: l10n.t(
      'Describe an experiment, for example: {0}',
      '{ "data": { "path": "my-text.txt" }, "model": { "layers": [{ "cell": "lstm" }] } }',
    ),
    isFromSchema: true,
  };
}

function syntaxProblem(error: ParseError, text: string): Problem {
  const found = text.slice(error.offset, error.offset + Math.max(1, error.length));
  return {
    path: [],
    offset: error.offset,
    message: l10n.t('The file is not JSON here ({0}): {1}', printParseErrorCode(error.error), JSON.stringify(found)),
    remedy: l10n.t('Write plain JSON; comments are allowed, NaN and Infinity are not.'),
    isFromSchema: true,
  };
}

/** The issues inside a union that fit best what was written: those of the branch that got furthest, the fewest. */
function plainIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (branch: Issue[]): number => Math.max(...branch.map((inner) => inner.path.length));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]!;
  if (depth(best) === 0 && best.every((inner) => inner.code !== 'unrecognized_keys')) return [issue];
  return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue).flatMap(plainIssues);
}

function problemOf(issue: Issue, root: unknown): Problem {
  const path = issue.path.filter((key): key is string | number => typeof key !== 'symbol');
  if (issue.code === 'unrecognized_keys') return unknownField([...path, issue.keys[0]!], root);
  const { allowed, example } = expectationAt(path, root);
  const isOurs = issue.code === 'custom';
  const isOwnSentence = isOurs || issue.message.endsWith('.');
  return {
    path,
    message: isOwnSentence
      ? issue.message
      : l10n.t('{0} is {1}; it must be {2}.', pathText(path) || l10n.t('The file'), shown(root, path), allowed),
    remedy: example ? l10n.t('For example: {0}', example) : l10n.t('Correct or remove it.'),
    isFromSchema: !isOurs,
  };
}

function unknownField(path: Path, root: unknown): Problem {
  const { keys } = expectationAt(path.slice(0, -1), root);
  const place = pathText(path.slice(0, -1));
  return {
    path,
    message: place
      ? l10n.t('{0} has no field "{1}".', place, String(path.at(-1)))
      : l10n.t('An experiment has no field "{0}".', String(path.at(-1))),
    remedy: l10n.t('Remove it, or use one of: {0}.', keys.join(', ')),
    isFromSchema: true,
  };
}

/** What stands at a path, short enough for a sentence. */
function shown(root: unknown, path: Path): string {
  let value: unknown = root;
  for (const key of path) value = (value as Record<string | number, unknown> | undefined)?.[key];
  if (value === undefined) return l10n.t('missing');
  if (typeof value === 'number' && !Number.isFinite(value)) return l10n.t('too large for a number');
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
