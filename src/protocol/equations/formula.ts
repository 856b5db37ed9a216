/** A letter of a formula with its index, such as h_{t−1} or W^f. */
export interface Letter {
  letter: string;
  /** What stands below or above it; of a value its time step, of a parameter what it is of. */
  below?: string;
  above?: string;
  /** A parameter is learned, an input comes from outside of the equations, a value is what one of them gives. */
  kind: 'parameter' | 'input' | 'value';
  /** Of a value: its name everywhere in the lab, and whether it is that of the time step before. */
  quantity?: string;
  isBefore?: boolean;
}

/** A function of one value, whose result is a number that can be shown: tanh(c), or 1 − z. */
export interface Applied {
  apply: 'tanh' | 'rest';
  to: Letter;
}

/** A part of a formula: a letter, a function of one, or signs as they stand. */
export type Piece = string | Letter | Applied;
export type Formula = readonly Piece[];

/** One equation of a layer. */
export interface Equation {
  /** What it gives: a quantity of the lens, or a name of `equationName`. */
  quantity: string;
  left: Formula;
  right: Formula;
  /** What the sum of the quantity goes through; empty where it stays as it is, missing where there is no such sum. */
  squash?: string;
  /** Of a hidden layer: its width. */
  units?: number;
  /** An arrow where the left side is changed; = where it is left out. */
  sign?: '=' | '←';
}

/** A formula out of pieces, formulas and signs: math`${gate} = σ(${sum})`. */
export function math(signs: TemplateStringsArray, ...inside: (Piece | Formula)[]): Formula {
  const parts = signs.flatMap((text, at): (Piece | Formula)[] => (at < inside.length ? [text, inside[at]!] : [text]));
  return parts.flat().filter((piece): piece is Piece => piece !== '');
}

/** A stretch of a formula as it is set: on the line, below or above it. */
export interface MathPart {
  text: string;
  level: 'line' | 'below' | 'above';
}

/** A formula in stretches of text. */
export const mathParts = (formula: Formula): MathPart[] =>
  formula.flatMap((piece) => {
    if (typeof piece === 'string') return [{ text: piece, level: 'line' as const }];
    return 'apply' in piece ? mathParts(appliedTo(piece, piece.to)) : letterParts(piece);
  });

/** What a function is written as, of a letter or of its number. */
export const appliedTo = ({ apply }: Applied, inside: Piece): Formula =>
  apply === 'tanh' ? ['tanh(', inside, ')'] : ['(1 − ', inside, ')'];

function letterParts({ letter, below, above }: Letter): MathPart[] {
  const parts: MathPart[] = [{ text: letter, level: 'line' }];
  if (below !== undefined) parts.push({ text: below, level: 'below' });
  if (above !== undefined) parts.push({ text: above, level: 'above' });
  return parts;
}

/** A formula on one line, indices marked as in TeX: W_{if} h_{t−1}. */
export const plainFormula = (formula: Formula): string =>
  mathParts(formula)
    .map(({ text, level }) => (level === 'line' ? text : `${level === 'below' ? '_' : '^'}${braced(text)}`))
    .join('');

const braced = (index: string): string => ([...index].length === 1 ? index : `{${index}}`);

/** Text of a formula that is broken before a + only. */
export const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0').replaceAll('\u00a0+', ' +');

/** Left and right side. */
export const wholeEquation = ({ left, right, sign = '=' }: Equation): Formula => math`${left} ${sign} ${right}`;

/** The summands of a formula whose sums stand in no brackets. */
export function summands(formula: Formula): Formula[] {
  const found: Piece[][] = [[]];
  for (const piece of formula)
    if (typeof piece !== 'string') found.at(-1)!.push(piece);
    else
      piece.split(' + ').forEach((text, at) => {
        if (at > 0) found.push([]);
        if (text !== '') found.at(-1)!.push(text);
      });
  return found;
}
