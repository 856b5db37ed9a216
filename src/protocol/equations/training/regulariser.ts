import type { Notation } from '../../notation';
import { formatLearningRate } from '../../words';
import { math, type Formula } from '../formula';
import { styleOf } from '../style';

/** What the regulariser adds to the loss. @see Pascanu, Mikolov, Bengio 2013; Goodfellow et al. 2016, equation 10.52 */
export function regulariserFormulas(coefficient: number, notation: Notation): Formula[] {
  const style = styleOf(notation);
  const [h, before] = [style.value('h', 'h'), style.before('h', 'h')];
  const share = coefficient === 1 ? '' : `${formatLearningRate(coefficient)} `;
  const gradient = math`∂L/∂${h}`;
  const sum = { letter: 'Σ', below: 't', kind: 'parameter' } as const;
  return [math`L + ${share}${sum} (‖(${gradient}) (∂${h}/∂${before})‖ / ‖${gradient}‖ − 1)²`];
}
