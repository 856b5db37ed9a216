import * as l10n from '@vscode/l10n';
import { experimentSchema, type Experiment } from './experiment';
import { experimentMistakes } from './experimentMistakes';
import { expectationAt } from './expectation';
import type { Problem } from './problem';
import { isObject, withValueAt } from './jsonValue';
import { unknownField } from './mistakeWords';
import { readJson } from './readJson';

export { pathText } from './mistakeWords';

/** What an experiment file says: the experiment, complete with defaults, or everything that is wrong with the file. */
export interface ParsedExperiment {
  experiment?: Experiment;
  problems: Problem[];
  /** Where something is wrong: the experiment that it would be with each problem mended as its remedy says. */
  mended?: Experiment;
  /** What the file says, as it stands there. */
  written?: unknown;
}

/**
 * Reads the text of an experiment file (JSON with comments).
 * @param text the whole file
 */
export function parseExperiment(text: string): ParsedExperiment {
  if (text.replace(/^\ufeff+/, '').trim() === '') return { problems: [emptyProblem()] };
  const { value, errors, doubled } = readJson(text);
  if (errors.length > 0) return { problems: errors };
  const { plain, forbidden } = withoutForbidden(value);
  const parsed = experimentSchema.safeParse(plain);
  const found = [...doubled, ...forbidden];
  if (!parsed.success) {
    const { problems, mended } = experimentMistakes(plain);
    return { problems: [...found, ...problems], ...(mended && { mended }) };
  }
  return found.length > 0
    ? { problems: found, mended: parsed.data }
    : { problems: [], experiment: parsed.data, written: value };
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
  };
}

/** A value without the fields that JavaScript has for itself; the schema passes over them. */
function withoutForbidden(value: unknown): { plain: unknown; forbidden: Problem[] } {
  const paths = forbiddenIn(value, []);
  let plain = value;
  for (const path of paths) plain = withValueAt(plain, path, undefined);
  return {
    plain,
    forbidden: paths.map((path) => unknownField(path, expectationAt(path.slice(0, -1), value).keys)),
  };
}

function forbiddenIn(value: unknown, path: Problem['path']): Problem['path'][] {
  if (!isObject(value)) return [];
  const keys = Array.isArray(value) ? value.map((_, at) => at) : Object.keys(value);
  return keys.flatMap((key) =>
    key === '__proto__' ? [[...path, key]] : forbiddenIn(value[key as keyof typeof value], [...path, key]),
  );
}
