import type * as z from 'zod';
import { experimentSchema, type Experiment } from './experiment';
import { expectationAt } from './expectation';
import type { Problem } from './problem';
import { isObject, valueAt, withValueAt } from './jsonValue';
import { messageOf, remedyOf, unknownField, type Mend } from './mistakeWords';
import { nearest } from './nearest';
import type { RefusalParams } from './ruleChecks';

type Issue = z.core.$ZodIssue;
type Path = Problem['path'];

/** Mistakes that are told, at most. */
const mostMistakes = 100;
/** Times that a file is mended and read again, at most. */
const mostRounds = 16;

/** Where a mistake is, and what might stand there instead: each is tried until the mistake is gone. */
interface Mistake {
  candidates: Mend[];
  tried: number;
  /** What is told of it; none of one that follows from another mistake alone. */
  problem?: Problem;
}

/**
 * Everything that is wrong with a value as an experiment. Mistakes that show only when others are mended are found by
 * mending those, so that no remedy repeats its mistake: what is advised has been tried.
 * @returns also the experiment that it is when all is mended as advised, where that is one
 */
export function experimentMistakes(value: unknown): { problems: Problem[]; mended?: Experiment } {
  const mending = new Mending(value);
  for (let round = 0; round < mostRounds; round++) {
    const parsed = experimentSchema.safeParse(mending.document);
    if (parsed.success) return { problems: mending.problems(), mended: parsed.data };
    if (!mending.take(parsed.error.issues.flatMap(plainIssues).slice(0, mostMistakes))) break;
  }
  return { problems: mending.problems() };
}

/** The issues inside a union that fit best what was written: those of the branch that got furthest, the fewest. */
function plainIssues(issue: Issue): Issue[] {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const depth = (branch: Issue[]): number => Math.max(...branch.map((inner) => inner.path.length));
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0]!;
  if (depth(best) === 0 && best.every((inner) => inner.code !== 'unrecognized_keys')) return [issue];
  return best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue).flatMap(plainIssues);
}

/** A file that is mended, mistake by mistake. */
class Mending {
  /** The value as it is with all that was mended so far. */
  document: unknown;
  private readonly mistakes = new Map<string, Mistake>();
  /** Fields whose names were mistyped, by how they are written. */
  private readonly renamed: { written: Path; name: string }[] = [];

  constructor(value: unknown) {
    this.document = value;
  }

  /** What is wrong, each with a remedy that was tried. */
  problems(): Problem[] {
    return [...this.mistakes.values()].flatMap(({ problem, candidates, tried }) => {
      if (!problem) return [];
      const mend = candidates[tried];
      return [problem.remedy === '' ? { ...problem, remedy: remedyOf(mend), ...(mend && { mend }) } : problem];
    });
  }

  /** Takes in what is wrong with the document and mends it. @returns whether anything could be done */
  take(issues: Issue[]): boolean {
    const read = this.document;
    const unknown = issues.filter((issue) => issue.code === 'unrecognized_keys');
    for (const { path, keys } of unknown) for (const key of keys) this.takeUnknown(plainPath(path), key);
    const seen = new Set<string>();
    for (const issue of issues) {
      const key = JSON.stringify(issue.path);
      if (issue.code !== 'unrecognized_keys' && !seen.has(key)) this.takeIssue(issue, read);
      seen.add(key); // of what is wrong with one value the first is told
    }
    return this.document !== read;
  }

  /** A field that there is not: it is read as the one that is meant, or taken out. */
  private takeUnknown(parent: Path, key: string): void {
    const path = [...parent, key];
    const around = valueAt(this.document, parent);
    const { keys } = expectationAt(parent, this.document);
    const meant = nearest(
      key,
      keys.filter((name) => !(isObject(around) && Object.hasOwn(around, name))),
    );
    const problem = unknownField(this.asWritten(path), keys, meant);
    this.mistakes.set(JSON.stringify([path]), { candidates: [], tried: 0, problem });
    const value = valueAt(this.document, path);
    this.document = withValueAt(this.document, path, undefined);
    if (meant === undefined) return;
    this.document = withValueAt(this.document, [...parent, meant], value);
    this.renamed.push({ written: path, name: meant });
  }

  private takeIssue(issue: Issue, read: unknown): void {
    const path = plainPath(issue.path);
    if (this.isRenamed(path) && valueAt(read, path) === undefined) return;
    const key = JSON.stringify(path);
    const known = this.mistakes.get(key);
    if (known) known.tried++;
    else this.mistakes.set(key, this.mistakeOf(issue, path, read));
    const { candidates, tried } = this.mistakes.get(key)!;
    const mend = candidates[tried];
    if (mend) this.document = withValueAt(this.document, mend.path, mend.value);
  }

  /** @param read the document in which the issue was found */
  private mistakeOf(issue: Issue, path: Path, read: unknown): Mistake {
    const candidates = candidatesFor(issue, path, read);
    if (this.follows(issue, path)) return { candidates, tried: 0 };
    const written = this.asWritten(path);
    const message = messageOf(issue, path, written, read);
    return { candidates, tried: 0, problem: { path: written, message, remedy: '' } };
  }

  /** Whether a field stands in the file under a mistyped name. */
  private isRenamed(path: Path): boolean {
    const key = JSON.stringify(path);
    return this.renamed.some(({ written, name }) => JSON.stringify([...written.slice(0, -1), name]) === key);
  }

  /** Whether a rule goes by a field that is wrong itself. */
  private follows(issue: Issue, path: Path): boolean {
    const params = paramsOf(issue);
    const prefix = path.slice(0, path.length - (params?.own ?? 0));
    return (params?.beside ?? []).some((field) => this.mistakes.has(JSON.stringify([...prefix, ...field])));
  }

  /** A path with the names that the person wrote. */
  private asWritten(path: Path): Path {
    let written = path;
    for (const { written: from, name } of this.renamed) {
      const read = [...from.slice(0, -1), name];
      if (read.every((key, at) => path[at] === key)) written = [...from, ...path.slice(from.length)];
    }
    return written;
  }
}

const plainPath = (path: PropertyKey[]): Path => path.filter((key): key is string | number => typeof key !== 'symbol');

const paramsOf = (issue: Issue): RefusalParams | undefined =>
  issue.code === 'custom' ? (issue.params as RefusalParams | undefined) : undefined;

/** What may stand in the place of a mistake, the likeliest first. */
function candidatesFor(issue: Issue, path: Path, document: unknown): Mend[] {
  const params = paramsOf(issue);
  if (params?.mend) {
    const prefix = path.slice(0, path.length - params.own);
    return [{ path: [...prefix, ...params.mend.path], value: params.mend.value }];
  }
  const { examples, names } = expectationAt(path, document);
  const found = valueAt(document, path);
  const meant = typeof found === 'string' ? nearest(found, names) : undefined;
  const here = [
    ...(meant === undefined ? [] : [{ path, value: meant, isMeant: true }]),
    ...examples.map((value) => ({ path, value })),
  ];
  return [...here, ...around(path, document), ...(path.length > 0 ? [{ path, value: undefined }] : [])];
}

/** Of an entry that has no example of its own, what its list may be. */
function around(path: Path, document: unknown): Mend[] {
  if (typeof path.at(-1) !== 'number') return [];
  const list = path.slice(0, -1);
  return expectationAt(list, document).examples.map((value) => ({ path: list, value }));
}
