import type { Stretch } from '../shared/binning';
import type { Axis, Frame } from '../shared/charts/picture';
import { formatCount } from '../../src/protocol/words';
import { roundGaps, roundTicks } from '../shared/ticks';
import type { RunData } from './runData';

/** A stretch of training steps that the charts are narrowed to. */
export interface StepRange {
  from: number;
  to: number;
}

/** The horizontal axis that all charts over training steps share. */
export interface StepView {
  from: number;
  to: number;
  ticks: number[];
  frame: { left: number; right: number };
  stretch: Stretch;
  isNarrow: boolean;
  range: StepRange | undefined;
}

const unwritten = 100;

/**
 * The axis for charts of some width.
 * @param range the stretch chosen by hand; without one, the whole run
 */
export function stepView(data: RunData, width: number, range: StepRange | undefined): StepView {
  const isNarrow = width < 420;
  const frame = { left: 48, right: isNarrow ? 100 : 118 };
  const to = range?.to ?? (data.lastStep === 0 ? unwritten : Math.max(2, data.lastStep));
  const from = range?.from ?? 0;
  const pixels = Math.max(1, width - frame.left - frame.right);
  const ticks = roundTicks(
    from,
    to,
    Math.max(2, Math.floor(pixels / (String(to).length * 8 + 40))),
    1,
    roundGaps.plain,
  );
  return { from, to, ticks, frame, stretch: { from, to, pixels }, isNarrow, range };
}

/** The axis as charts of lines want it: a grid and no words. */
export function gridAxis({ from, to, ticks }: StepView): Axis {
  return { from, to, ticks: ticks.filter((tick) => tick > from && tick < to), hasGrid: true };
}

/** The axis with its steps written. */
export const writtenAxis = ({ from, to, ticks }: StepView): Axis => ({ from, to, ticks, write: formatCount });

/** The room around a chart over training steps. */
export const stepFrame = (view: StepView, top: number, bottom: number): Frame => ({ ...view.frame, top, bottom });
