import type { Notation } from '../../notation';
import type { ScheduleOptions } from '../../scheduleSchema';
import { formatCount, formatLearningRate } from '../../words';
import { math, type Formula, type Letter } from '../formula';
import { trainingLetters } from './letters';

/** The learning rate of step t; of a plateau, what a fall makes of it. After a warm-up, t counts from its end. */
export function scheduleFormulas(schedule: ScheduleOptions, notation: Notation): Formula[] {
  const { rate } = trainingLetters[notation];
  const at = (time: string): Letter => ({ ...rate, below: time });
  const { warmUp } = schedule;
  const warm = math`${at('t')} = ${at('0')} t / ${formatCount(warmUp)},  t ≤ ${formatCount(warmUp)}`;
  return [...(warmUp > 0 ? [warm] : []), fall(schedule, rate, at)];
}

/** @see torch.optim.lr_scheduler */
function fall(schedule: ScheduleOptions, rate: Letter, at: (time: string) => Letter): Formula {
  const [now, first] = [at('t'), at('0')];
  switch (schedule.name) {
    case 'constant':
      return math`${now} = ${first}`;
    case 'step': {
      const power: Letter = {
        letter: formatLearningRate(schedule.factor),
        above: `⌊t / ${formatCount(schedule.every)}⌋`,
        kind: 'parameter',
      };
      return math`${now} = ${first} · ${power}`;
    }
    case 'cosine': {
      const steps = schedule.steps === undefined ? 'T' : formatCount(schedule.steps);
      const wave = math`(1 + cos(π t / ${steps})) / 2`;
      if (schedule.least === 0) return math`${now} = ${first} ${wave}`;
      const least = formatLearningRate(schedule.least);
      return math`${now} = ${least} + (${first} − ${least}) ${wave}`;
    }
    case 'plateau':
      return math`${rate} ← max(${formatLearningRate(schedule.factor)} ${rate}, ${formatLearningRate(schedule.least)})`;
  }
}
