import type { Initialiser } from '../../protocol/initialiserSchema';
import { orthogonal } from './orthogonal';
import type { Random } from './random';

/**
 * A matrix as an initialiser draws it. `rows` are what it gives (fan out), `columns` what it reads (fan in).
 * @returns [rows, columns] in float64
 * @see torch.nn.init: xavier_normal_, xavier_uniform_, kaiming_normal_, orthogonal_, eye_
 */
export function drawMatrix(
  initialiser: Exclude<Initialiser, 'uniform'>,
  rows: number,
  columns: number,
  random: Random,
): Float64Array {
  if (typeof initialiser === 'object')
    return orthogonal(rows, columns, random).map((each) => initialiser.radius * each);
  const draw = (one: () => number) => Float64Array.from({ length: rows * columns }, one);
  const glorot = Math.sqrt(2 / (rows + columns));
  switch (initialiser) {
    case 'xavier-normal':
      return draw(() => glorot * random.normal());
    case 'xavier-uniform':
      return draw(() => Math.sqrt(3) * glorot * (2 * random.uniform() - 1));
    case 'kaiming-normal':
      return draw(() => Math.sqrt(2 / columns) * random.normal());
    case 'orthogonal':
      return orthogonal(rows, columns, random);
    case 'identity':
      return identity(rows, columns);
  }
}

function identity(rows: number, columns: number): Float64Array {
  const matrix = new Float64Array(rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) matrix[i * columns + i] = 1;
  return matrix;
}
