import * as l10n from '@vscode/l10n';
import { createScanner, printParseErrorCode, visit, type ParseErrorCode, type SyntaxKind } from 'jsonc-parser';
import type { Problem } from './problem';
import { syntaxWords } from './syntaxWords';

/** Objects and lists inside of one another, at most. */
const deepest = 64;
/** Braces, names, values and commas of a file, at most. */
const mostTokens = 100_000;
/** Syntax errors that are told, at most. */
const mostErrors = 10;

const endOfFile: SyntaxKind = 17; // the parser declares its kinds, and does not export them

type Path = Problem['path'];

/** What a JSON text says. */
export interface ReadJson {
  value: unknown;
  /** Where it is no JSON; nothing else can be said then. */
  errors: Problem[];
  /** Fields that stand twice in their object. */
  doubled: Problem[];
}

/**
 * Reads JSON with comments and trailing commas. Whatever a field is named, it becomes one of the object's own.
 * @param text may begin with byte order marks, which are passed over
 */
export function readJson(text: string): ReadJson {
  const plain = text.replace(/^\ufeff+/, (marks) => ' '.repeat(marks.length));
  const tooMuch = tooMuchOf(plain);
  if (tooMuch) return { value: undefined, errors: [tooMuch], doubled: [] };
  const reader = new Reader(plain);
  return { value: reader.value, errors: reader.errors, doubled: reader.doubled };
}

/** Builds the value while the text is gone through. */
class Reader {
  value: unknown;
  readonly errors: Problem[] = [];
  readonly doubled: Problem[] = [];
  private readonly around: (unknown[] | Record<string, unknown>)[] = [];
  private field = '';
  private errorLine = -1;

  constructor(private readonly text: string) {
    visit(
      text,
      {
        onObjectBegin: () => this.open({}),
        onArrayBegin: () => this.open([]),
        onObjectEnd: () => void this.around.pop(),
        onArrayEnd: () => void this.around.pop(),
        onLiteralValue: (value: unknown) => this.put(value),
        onObjectProperty: (name, offset, _length, _line, _column, path) => this.begin(name, offset, path()),
        onError: (error, offset, length, line) => this.fail(error, offset, length, line),
      },
      { allowTrailingComma: true },
    );
  }

  private open(container: unknown[] | Record<string, unknown>): void {
    this.put(container);
    this.around.push(container);
  }

  private put(value: unknown): void {
    const parent = this.around.at(-1);
    if (parent === undefined) this.value = value;
    else if (Array.isArray(parent)) parent.push(value);
    else own(parent, this.field, value);
  }

  private begin(name: string, offset: number, around: Path): void {
    this.field = name;
    const parent = this.around.at(-1) as Record<string, unknown>;
    if (Object.hasOwn(parent, name)) this.doubled.push(isDoubled([...around, name], offset));
    else own(parent, name, undefined);
  }

  /** A mistake often makes others right behind it: of each line the first is told, and no value that lacks at the end. */
  private fail(error: ParseErrorCode, offset: number, length: number, line: number): void {
    const isEcho = length === 0 && this.errors.length > 0 && printParseErrorCode(error) === 'ValueExpected';
    if (isEcho || line === this.errorLine || this.errors.length === mostErrors) return;
    this.errorLine = line;
    this.errors.push({ path: [], offset, ...syntaxWords(error, this.text, offset, length), isSyntax: true });
  }
}

/** Sets a field of an object's own, `__proto__` too. */
function own(object: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Where a text is nested deeper, or has more in it, than anyone writes: it would cost memory without bound. */
function tooMuchOf(text: string): Problem | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (let tokens = 0; scanner.scan() !== endOfFile; tokens++) {
    const offset = scanner.getTokenOffset();
    const token = scanner.getTokenLength() === 1 ? text[offset]! : '';
    if (token === '{' || token === '[') depth++;
    if (token === '}' || token === ']') depth--;
    if (depth > deepest)
      return isTooMuch(offset, l10n.t('More than {0} objects and lists are inside of one another here.', deepest));
    if (tokens > mostTokens)
      return isTooMuch(offset, l10n.t('There are more than {0} names, values and signs up to here.', mostTokens));
  }
  return undefined;
}

const isTooMuch = (offset: number, message: string): Problem => ({
  path: [],
  offset,
  message,
  remedy: l10n.t('Take out what is not meant.'),
});

const isDoubled = (path: Path, offset: number): Problem => ({
  path,
  offset,
  message: l10n.t('The field "{0}" stands here a second time.', String(path.at(-1))),
  remedy: l10n.t('Leave one of the two: of fields that stand twice one would be ignored.'),
});
