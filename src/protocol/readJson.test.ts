import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { describe, expect, it } from 'vitest';
import { readJson } from './readJson';

const only = (text: string) => {
  const { errors } = readJson(text);
  expect(errors).toHaveLength(1);
  return errors[0]!;
};

/** What the parser has names for, and what a person is told. */
const mistakes: [string, string, string, RegExp, RegExp][] = [
  ['InvalidSymbol', '{ "a": NaN }', 'NaN', /NaN is not JSON/, /NaN and Infinity are not/],
  ['InvalidSymbol', "{ 'a': 1 }", "'a'", /'a' is not JSON/, /straight double quotes/],
  ['InvalidSymbol', '{ “a”: 1 }', '“a”', /“a” is not JSON/, /straight double quotes/],
  ['InvalidSymbol', '{ a: 1 }', 'a:', /a is not JSON/, /its name in double quotes/],
  ['InvalidSymbol', '{ "a": True }', 'True', /True is not JSON/, /small letters: true/],
  ['InvalidSymbol', '{ "a": None }', 'None', /None is not JSON/, /Leave out/],
  ['InvalidSymbol', '{ "a": lstm }', 'lstm', /lstm is not JSON/, /double quotes: "lstm"/],
  ['InvalidSymbol', '{ "a": .5 }', '.5', /\.5 is not JSON/, /0\.5/],
  ['InvalidSymbol', '# mine\n{ "a": 1 }', '#', /# is not JSON/, /with \/\//],
  ['InvalidSymbol', '{ "a" = 1 }', '=', /= is not JSON/, /with a colon/],
  ['InvalidSymbol', '{ "a": 1; "b": 2 }', ';', /; is not JSON/, /Put a comma/],
  ['InvalidSymbol', '{\u00a0"a": 1 }', '\u00a0', /cannot be seen, U\+00A0/, /a space or a tab/],
  ['InvalidSymbol', '{ "a": 1 }\ufeff', '\ufeff', /cannot be seen, U\+FEFF/, /Take it out/],
  ['InvalidSymbol', '{ "a":\u0000 1 }', '\u0000', /cannot be seen, U\+0000/, /Take it out/],
  ['UnexpectedEndOfNumber', '{ "a": 1. }', '1.', /1\. is not a whole number/, /1e-3/],
  ['PropertyNameExpected', '{ 1: 2 }', '1:', /Here stands 1 where the name of a field should/, /double quotes/],
  ['ValueExpected', '{ "a": }', '}', /Here stands } where a value should/, /a number, a text/],
  ['ColonExpected', '{ "a" 1 }', '1', /colon is missing before 1/, /"name": value/],
  ['CommaExpected', '{ "a": 1 "b": 2 }', '"b"', /comma is missing before "b"/, /between/],
  ['CloseBraceExpected', '{ "a": 1', '', /brace is missing before the end of the file/, /"}"/],
  ['CloseBracketExpected', '[1', '', /bracket is missing before the end of the file/, /"]"/],
  ['EndOfFileExpected', '{ "a": 1 } }', '}', /ended before }/, /too many/],
  ['UnexpectedEndOfComment', '{ "a": 1 } /* and', '/* and', /comment that begins here has no end/, /\*\//],
  ['UnexpectedEndOfString', '{ "a": "x', '"x', /has no end in its line/, /double quote/],
  ['InvalidUnicode', '{ "a": "C:\\users" }', '"C:', /\\u without four/, /"\/"/],
  ['InvalidEscapeCharacter', '{ "a": "C:\\work" }', '"C:', /backslash/, /"\/" between folders/],
  ['InvalidCharacter', '{ "a": "x\ty" }', '"x', /control character/, /\\t/],
];

describe('a text that is not JSON', () => {
  it.each(mistakes)('(%s) is answered in a sentence: %s', (code, text, piece, message, remedy) => {
    const theirs: ParseError[] = [];
    parse(text, theirs, { allowTrailingComma: true });
    expect(theirs.map(({ error }) => printParseErrorCode(error))).toContain(code);
    const found = only(text);
    expect(text.slice(found.offset)).toMatch(new RegExp(`^${piece.replace(/[^\w]/g, '\\$&')}`));
    expect(found.message).toMatch(message);
    expect(found.remedy).toMatch(remedy);
  });

  it('is told of each line, and never in the words of the parser', () => {
    const { errors } = readJson('{\n a: 1,\n "b" 2,\n "c": True\n');
    expect(errors.map(({ message }) => message)).toEqual([
      'a is not JSON.',
      'A colon is missing before 2.',
      'True is not JSON.',
      'A closing brace is missing before the end of the file.',
    ]);
    const names = Array.from({ length: 17 }, (_, code) => printParseErrorCode(code));
    for (const [, text] of mistakes)
      for (const { message, remedy } of readJson(text).errors)
        for (const name of names.filter((each) => !each.startsWith('<'))) expect(message + remedy).not.toContain(name);
  });

  it('is refused where its parts are inside of one another without end, or more than anyone writes', () => {
    expect(only('['.repeat(200_000)).message).toMatch(/inside of one another/);
    expect(only('{"a":'.repeat(100_000)).offset).toBe(64 * 5);
    expect(only(`[${'{},'.repeat(400_000)}]`).message).toMatch(/more than/i);
  });
});

describe('a JSON text', () => {
  it('is read behind byte order marks, which move no place', () => {
    expect(readJson('\ufeff{ "a": [1, true, null, "x", { "b": 2.5 }] }')).toEqual({
      value: { a: [1, true, null, 'x', { b: 2.5 }] },
      errors: [],
      doubled: [],
    });
    expect(only('\ufeff\ufeff{ "a": x }').offset).toBe(9);
  });

  it('may name its fields as JavaScript names its own', () => {
    const { value } = readJson('{ "__proto__": { "a": 1 }, "constructor": 2, "prototype": 3 }');
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', { a: 1 }],
      ['constructor', 2],
      ['prototype', 3],
    ]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  it('is told of a field that stands twice, at its second place, however deep', () => {
    const text = '{ "a": { "b": 1, "c": [{ "d": 1, "d": 1 }], "b": 2 }, "constructor": 1, "constructor": 1 }';
    const { doubled } = readJson(text);
    expect(doubled.map(({ path, offset }) => [path.join('.'), text.slice(offset, offset! + 6)])).toEqual([
      ['a.c.0.d', '"d": 1'],
      ['a.b', '"b": 2'],
      ['constructor', '"const'],
    ]);
  });
});
