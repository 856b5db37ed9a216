import { appliedTo, type Formula, type Letter } from '../formula';

/** A number, or the numbers of a matrix of one row that reads one thing after the other. */
export type Value = number | number[];

const functions = {
  σ: (sum: number) => 1 / (1 + Math.exp(-sum)),
  tanh: Math.tanh,
  relu: (sum: number) => Math.max(0, sum),
  min: Math.min,
  max: Math.max,
  sqrt: Math.sqrt,
  abs: Math.abs,
  dot: (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0),
};

/** A formula as code: each letter as a name, products with their sign. */
function codeOf(formula: Formula, nameOf: (letter: Letter) => string): string {
  const code = (part: Formula): string =>
    part
      .map((piece): string => {
        if (typeof piece === 'string') return piece;
        return 'apply' in piece ? code(appliedTo(piece, piece.to)) : nameOf(piece);
      })
      .join('');
  return code(formula)
    .replaceAll('−', '-')
    .replaceAll('²', '**2')
    .replace(/[⊙∗]/g, '*')
    .replace(/√(v\d+)/g, 'sqrt($1)')
    .replace(/‖(v\d+)‖/g, 'abs($1)')
    .replace(/(v\d+) (\[[^\]]*\])/g, 'dot($1, $2)')
    .replace(/(v\d+|\)) (?=v\d|\()/g, '$1 * ');
}

function run(code: string, values: Value[]): number {
  const names = [...Object.keys(functions), ...values.map((_, i) => `v${i}`)];
  const computed = new Function(...names, `return ${code};`) as (...given: unknown[]) => number;
  return computed(...Object.values(functions), ...values);
}

/** Computes a formula as it stands, of one unit. */
export function compute(formula: Formula, valueOf: (letter: Letter) => Value): number {
  const values: Value[] = [];
  const code = codeOf(formula, (letter) => `v${values.push(valueOf(letter)) - 1}`);
  return run(code, values);
}

/** Carries out formulas that assign, such as v ← μ v + g, one after the other; several may stand in one, after commas. */
export function carryOut(
  formulas: Formula[],
  valueOf: (letter: Letter) => number,
  set: (letter: Letter, value: number) => void,
): void {
  for (const formula of formulas) {
    const letters: Letter[] = [];
    const code = codeOf(formula, (letter) => `v${letters.push(letter) - 1}`);
    for (const assignment of code.split(/, (?=v\d+ [←=])/)) {
      const [left, right] = assignment.split(/ [←=] /) as [string, string];
      set(letters[Number(left.slice(1))]!, run(right, letters.map(valueOf)));
    }
  }
}
