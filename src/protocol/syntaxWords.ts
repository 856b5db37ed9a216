import * as l10n from '@vscode/l10n';
import { printParseErrorCode, type ParseErrorCode } from 'jsonc-parser';
import type { Problem } from './problem';
import { visibleText } from './visibleText';

/** What is wrong, and what to do. */
type Words = Pick<Problem, 'message' | 'remedy'>;

/** The longest piece of a file that is put into a sentence. */
const longest = 40;

/**
 * What a person is told where a file is not JSON.
 * @param offset of the piece that the parser stumbled over
 */
export function syntaxWords(code: ParseErrorCode, text: string, offset: number, length: number): Words {
  const piece = text.slice(offset, offset + length);
  const found = piece === '' ? l10n.t('the end of the file') : quoted(piece);
  const words = (message: string, remedy: string): Words => ({ message, remedy });
  switch (printParseErrorCode(code)) {
    case 'InvalidSymbol':
      return symbolWords(piece, text.slice(offset + length));
    case 'InvalidNumberFormat':
    case 'UnexpectedEndOfNumber':
      return words(
        l10n.t('{0} is not a whole number or decimal as JSON has them.', found),
        l10n.t('Write it as 12, 0.5 or 1e-3.'),
      );
    case 'PropertyNameExpected':
      return words(l10n.t('Here stands {0} where the name of a field should.', found), quoteNames());
    case 'ValueExpected':
      return words(
        l10n.t('Here stands {0} where a value should.', found),
        l10n.t('Write a number, a text in double quotes, true, false, an object { } or a list [ ].'),
      );
    case 'ColonExpected':
      return words(l10n.t('A colon is missing before {0}.', found), l10n.t('Write a field as "name": value.'));
    case 'CommaExpected':
      return words(
        l10n.t('A comma is missing before {0}.', found),
        l10n.t('Put one between each two fields or entries.'),
      );
    case 'CloseBraceExpected':
      return words(l10n.t('A closing brace is missing before {0}.', found), l10n.t('Close each "{" with a "}".'));
    case 'CloseBracketExpected':
      return words(l10n.t('A closing bracket is missing before {0}.', found), l10n.t('Close each "[" with a "]".'));
    case 'EndOfFileExpected':
      return words(
        l10n.t('The experiment ended before {0}, and yet more follows.', found),
        l10n.t('Take it out, or look for a "}" too many before it.'),
      );
    case 'InvalidCommentToken':
    case 'UnexpectedEndOfComment':
      return words(l10n.t('The comment that begins here has no end.'), l10n.t('End it with "*/".'));
    case 'UnexpectedEndOfString':
      return words(
        l10n.t('The text that begins here has no end in its line: {0}.', found),
        l10n.t('End it with a double quote; a line break inside of it is written \\n.'),
      );
    case 'InvalidUnicode':
      return words(
        l10n.t('There is a \\u without four hexadecimal digits in {0}.', found),
        l10n.t('Write the character itself, or all four digits; a backslash in a path is written "/" or "\\\\".'),
      );
    case 'InvalidEscapeCharacter':
      return words(
        l10n.t('There is a backslash in {0} that means nothing in JSON.', found),
        l10n.t('Write "/" between folders, or each backslash twice.'),
      );
    case 'InvalidCharacter':
      return words(
        l10n.t('There is a control character in {0}.', found),
        l10n.t('Take it out; a tab inside of a text is written \\t.'),
      );
    default:
      return words(l10n.t('Here stands {0}, which is not JSON.', found), plainJson());
  }
}

/** A piece that is no part of JSON at all: most are of other languages, or of a word processor. */
function symbolWords(piece: string, rest: string): Words {
  const isNo = (remedy: string): Words => ({ message: l10n.t('{0} is not JSON.', quoted(piece)), remedy });
  if (/^[+-]?\.?\d/.test(piece)) return isNo(l10n.t('Write a number as 12, 0.5 or 1e-3.'));
  if (/^['‘’“”„«»`]/.test(piece))
    return isNo(l10n.t('Put texts and names of fields into straight double quotes: "lstm".'));
  if (piece.startsWith('=')) return isNo(l10n.t('Write a field as "name": value, with a colon.'));
  if (piece === ';') return isNo(l10n.t('Put a comma between each two fields or entries.'));
  if (/^#/.test(piece)) return isNo(l10n.t('Begin a comment with //.'));
  if (/^(true|false|null)$/i.test(piece)) return isNo(l10n.t('Write it in small letters: {0}.', piece.toLowerCase()));
  if (/^[\p{L}_$][\p{L}\d_$-]*:?$/u.test(piece) && (piece.endsWith(':') || /^\s*[:=]/.test(rest)))
    return isNo(quoteNames());
  if (/^(None|undefined)$/.test(piece)) return isNo(l10n.t('Leave out a field that shall have its default.'));
  if (/^[+-]?(NaN|Infinity|inf)$/i.test(piece)) return isNo(plainJson());
  if (/^[\p{L}_][\p{L}\d_-]*$/u.test(piece))
    return isNo(l10n.t('Put a text into double quotes: {0}.', JSON.stringify(piece)));
  if (/^[\p{C}\p{Z}]/u.test(piece)) return hides(piece);
  return isNo(plainJson());
}

/** A character that cannot be seen: an editor shows nothing there. */
function hides(piece: string): Words {
  const code = piece.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return {
    message: l10n.t('Here stands a character that cannot be seen, U+{0}, which is not JSON.', code),
    remedy: l10n.t('Take it out and write what follows again; a space or a tab will do.'),
  };
}

const plainJson = () => l10n.t('Write plain JSON; comments are allowed, NaN and Infinity are not.');

const quoteNames = () => l10n.t('Write a field as "name": value, its name in double quotes.');

function quoted(piece: string): string {
  const seen = visibleText(piece);
  return seen.length > longest ? `${seen.slice(0, longest)}...` : seen;
}
