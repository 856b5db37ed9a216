import { formatLearningRate } from '../../src/protocol/words';
import { envelope, heightRange } from '../shared/binning';
import type { Picture } from '../shared/charts/picture';
import { nearestIndex } from '../shared/growingColumn';
import type { Theme } from '../shared/theme';
import type { RunData } from './runData';
import { gridAxis, stepFrame, type StepView } from './stepView';

/** The learning rate, which changes in steps and by hand. */
export function ratePicture(data: RunData, view: StepView, theme: Theme): Picture {
  const { steps, columns } = data.steps;
  const points = envelope(steps, columns.learningRate.values, view.stretch);
  const greatest = heightRange([points], view.stretch)?.greatest ?? 1;
  const newest = columns.learningRate.at(nearestIndex(steps, view.to));
  return {
    theme,
    frame: stepFrame(view, 6, 6),
    x: gridAxis(view),
    y: { from: 0, to: greatest * 1.1, ticks: [0, greatest], write: writeRate(view), hasGrid: true },
    series: [{ points, colour: theme.foreground, width: 1.25, isStepped: true }],
    ends: [{ at: newest, label: '', value: formatLearningRate(newest), colour: theme.foreground }],
  };
}

/** Left of the axis there is room for short numbers only. */
const writeRate = ({ frame }: StepView) => {
  return (tick: number): string => {
    const text = formatLearningRate(tick);
    return text.length * 6 < frame.left - 8 ? text : '';
  };
};

/** The steps at which the learning rate changed; a run that never did has none. */
export function rateChanges(data: RunData): number[] {
  const { step, learningRate } = data.steps.columns;
  const rates = learningRate.values;
  const changes: number[] = [];
  for (let index = 1; index < rates.length; index++)
    if (rates[index] !== rates[index - 1]) changes.push(step.at(index));
  return changes;
}
