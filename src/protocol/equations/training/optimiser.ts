import type { OptimiserOptions } from '../../experiment';
import type { Notation } from '../../notation';
import { math, type Formula, type Letter } from '../formula';
import { trainingLetters, valuesOf, type TrainingLetters } from './letters';

/** How an optimiser moves a parameter, and its numbers. */
export function optimiserFormulas(options: OptimiserOptions, notation: Notation): Formula[] {
  const letters = trainingLetters[notation];
  const { w, g, rate, decay } = letters;
  const { learningRate, weightDecay } = options;
  const decays = weightDecay > 0;
  const shrink =
    options.name === 'adamw' ? math`${w} ← ${w} − ${rate} ${decay} ${w}` : math`${g} ← ${g} + ${decay} ${w}`;
  const { steps, values } = moved(options, letters);
  const rates: [Letter, number][] = [
    [rate, learningRate],
    ...(decays ? [[decay, weightDecay] as [Letter, number]] : []),
  ];
  return [...(decays ? [shrink] : []), ...steps, valuesOf([...rates, ...values])];
}

/** @see torch.optim.SGD, Adam, AdamW, RMSprop, Adagrad */
function moved(options: OptimiserOptions, letters: TrainingLetters): { steps: Formula[]; values: [Letter, number][] } {
  const { w, g, rate, epsilon } = letters;
  switch (options.name) {
    case 'sgd':
      return sgd(options, letters);
    case 'adam':
    case 'adamw':
      return adam(options, letters);
    case 'rmsprop': {
      const { alpha, square } = letters;
      const mean = math`${square} ← ${alpha} ${square} + (1 − ${alpha}) ${g}²`;
      return {
        steps: [mean, math`${w} ← ${w} − ${rate} ${g} / (√${square} + ${epsilon})`],
        values: [
          [alpha, options.alpha],
          [epsilon, options.epsilon],
        ],
      };
    }
    case 'adagrad': {
      const { squares } = letters;
      const sum = math`${squares} ← ${squares} + ${g}²`;
      return {
        steps: [sum, math`${w} ← ${w} − ${rate} ${g} / (√${squares} + ${epsilon})`],
        values: [[epsilon, options.epsilon]],
      };
    }
  }
}

function sgd({ momentum, nesterov }: Extract<OptimiserOptions, { name: 'sgd' }>, letters: TrainingLetters) {
  const { w, g, rate, momentum: mu, carried } = letters;
  if (momentum === 0) return { steps: [math`${w} ← ${w} − ${rate} ${g}`], values: [] };
  const step = nesterov ? math`(${g} + ${mu} ${carried})` : math`${carried}`;
  return {
    steps: [math`${carried} ← ${mu} ${carried} + ${g}`, math`${w} ← ${w} − ${rate} ${step}`],
    values: [[mu, momentum] as [Letter, number]],
  };
}

/** Bias-corrected; t counts the steps. */
function adam(
  { betas, epsilon: added }: Extract<OptimiserOptions, { name: 'adam' | 'adamw' }>,
  letters: TrainingLetters,
) {
  const { w, g, rate, epsilon, beta1, beta2, m, v } = letters;
  const corrected = (of: Letter): Letter => ({ ...of, letter: `${of.letter}\u0302` });
  const power = (of: Letter): Letter => ({ ...of, above: 't' });
  const values: [Letter, number][] = [
    [beta1, betas[0]],
    [beta2, betas[1]],
    [epsilon, added],
  ];
  return {
    steps: [
      math`${m} ← ${beta1} ${m} + (1 − ${beta1}) ${g}, ${v} ← ${beta2} ${v} + (1 − ${beta2}) ${g}²`,
      math`${corrected(m)} = ${m} / (1 − ${power(beta1)}), ${corrected(v)} = ${v} / (1 − ${power(beta2)})`,
      math`${w} ← ${w} − ${rate} ${corrected(m)} / (√${corrected(v)} + ${epsilon})`,
    ],
    values,
  };
}
