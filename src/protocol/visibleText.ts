const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** A text on one line in which nothing hides: controls, marks of direction and the like by their escapes, as in JSON. */
export const visibleText = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeOf);

/**
 * A text of several lines for a terminal, in which nothing moves the cursor but line ends and tabs: other controls by
 * their pictures, marks of direction by their escapes. A carriage return alone ends a line too, as it did on old Macs.
 */
export const visibleLines = (text: string): string =>
  text.replace(/\r(?!\n)/g, '␍\n').replace(/(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, pictureOf);

const escapeOf = (character: string): string =>
  named[character] ?? Array.from({ length: character.length }, (_, i) => `\\u${hex(character.charCodeAt(i))}`).join('');

const hex = (unit: number): string => unit.toString(16).padStart(4, '0');

/** Unicode has a picture for each control of ASCII. */
function pictureOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code === 13) return ''; // before a line end
  return code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? '␡' : escapeOf(control);
}
