import * as l10n from '@vscode/l10n';
import { formatNorm } from '../../src/protocol/words';
import { envelope, heightRange } from '../shared/binning';
import type { Picture } from '../shared/charts/picture';
import { nearestIndex } from '../shared/growingColumn';
import type { Theme } from '../shared/theme';
import type { RunData } from './runData';
import { gridAxis, stepFrame, type StepView } from './stepView';

/** Whether a run has the regulariser that keeps gradients alive. */
export const hasRegulariser = ({ steps }: RunData): boolean =>
  steps.length > 0 && !Number.isNaN(steps.columns.regulariser.at(steps.length - 1));

/** The regulariser, without its coefficient. */
export function regulariserPicture(data: RunData, view: StepView, theme: Theme): Picture {
  const { steps, columns } = data.steps;
  const points = envelope(steps, columns.regulariser.values, view.stretch);
  const greatest = heightRange([points], view.stretch)?.greatest ?? 1;
  const newest = columns.regulariser.at(nearestIndex(steps, view.to));
  return {
    theme,
    frame: stepFrame(view, 6, 6),
    x: gridAxis(view),
    y: { from: 0, to: greatest * 1.1, ticks: [0, greatest], write: formatNorm, hasGrid: true },
    series: [{ points, colour: theme.foreground, width: 1.25 }],
    ends: [{ at: newest, label: '', value: formatNorm(newest), colour: theme.foreground }],
  };
}

/** What the picture says. */
export function regulariserSentence(data: RunData): string {
  if (!hasRegulariser(data)) return '';
  const { regulariser } = data.steps.columns;
  const newest = formatNorm(regulariser.at(data.steps.length - 1));
  return l10n.t(
    '{0}: the sum over time of (share of dL/dh that one step back keeps - 1)²; at 0 no gradient grows or fades.',
    newest,
  );
}
