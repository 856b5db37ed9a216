import type { Random } from './random';

/**
 * A random matrix whose columns (of a wide one: rows) are orthonormal, every such matrix as likely as any other: a
 * normal matrix, its columns made orthonormal one after the other (Gram, Schmidt, twice: once leaves what rounding
 * brought back). That is its factor Q whose R has a positive diagonal.
 * @returns [rows, columns]
 * @see Saxe, McClelland, Ganguli 2014; torch.nn.init.orthogonal_; Mezzadri 2007
 */
export function orthogonal(rows: number, columns: number, random: Random): Float64Array {
  const [length, count] = rows >= columns ? [rows, columns] : [columns, rows];
  const basis: Float64Array[] = [];
  for (let i = 0; i < count; i++) basis.push(nextDirection(basis, length, random));
  const matrix = new Float64Array(rows * columns);
  basis.forEach((direction, i) => {
    if (rows < columns) matrix.set(direction, i * columns);
    else direction.forEach((value, row) => (matrix[row * columns + i] = value));
  });
  return matrix;
}

/** A random unit vector at right angles to all those of the basis. */
function nextDirection(basis: Float64Array[], length: number, random: Random): Float64Array {
  const drawn = Float64Array.from({ length }, () => random.normal());
  for (let pass = 0; pass < 2; pass++) for (const direction of basis) subtract(drawn, direction, dot(drawn, direction));
  const norm = Math.sqrt(dot(drawn, drawn));
  return drawn.map((each) => each / norm);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function subtract(from: Float64Array, direction: Float64Array, share: number): void {
  for (let i = 0; i < from.length; i++) from[i]! -= share * direction[i]!;
}
