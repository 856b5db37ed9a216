import { expect, it } from 'vitest';
import { visibleLines, visibleText } from './visibleText';

it('nothing hides in a text of one line', () => {
  expect(visibleText('a\n\t\u001b[31m\u202e\u200b\u2028\u0085 ñ 日')).toBe(
    'a\\n\\t\\u001b[31m\\u202e\\u200b\\u2028\\u0085 ñ 日',
  );
});

it('nothing but line ends moves the cursor in a text of several lines, and a lone carriage return ends one', () => {
  expect(visibleLines('one\rtwo\r\nthree\tfour\n\u001b[2J\u0007\u007f\u009b')).toBe(
    'one␍\ntwo\nthree\tfour\n␛[2J␇␡\\u009b',
  );
});
