const signs: Record<string, string> = { '\n': '⏎', ' ': '␣', '\t': '⇥', '\r': '␍', '\u00a0': '⍽' };

/** Whether a symbol leaves no ink by itself, and so is shown by a sign that steps back. */
export const isBlank = (symbol: string): boolean => symbol in signs || /^[\p{C}\p{Z}]$/u.test(symbol);

/** A symbol as it can be seen: blanks and controls by a sign, a combining mark on a circle. */
export function visibleSymbol(symbol: string): string {
  if (symbol === '') return '?';
  const sign = signs[symbol];
  if (sign !== undefined) return sign;
  if (/^\p{M}$/u.test(symbol)) return `◌${symbol}`;
  const code = symbol.codePointAt(0)!;
  if (code < 32) return String.fromCodePoint(0x2400 + code);
  return isBlank(symbol) ? '·' : symbol;
}
