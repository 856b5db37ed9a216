import { svg, type SVGTemplateResult } from 'lit';
import type { Style } from '../../../src/protocol/equations/style';
import type { Part } from '../network';
import { arrow, mathLabel } from './primitives';
import { branchAbove, type Row, type Rows } from './rows';
import type { TimeColumn } from './timeColumns';

/** A column of the unrolled drawing. */
export interface Place {
  column: TimeColumn;
  left: number;
  right: number;
  middle: number;
}

/** What the head puts out goes into a layer at the next time step. */
export function outputFeedback(row: Row, { rows }: Rows, places: Place[], style: Style): SVGTemplateResult {
  const head = rows.at(-1)!;
  const from = head.top - branchAbove;
  const to = row.top + row.height / 2;
  const first = places[0]!;
  return svg`${arrow(`M${first.left - 44} ${to} H${first.left - 2}`, 'state')}
    ${mathLabel(first.left - 48, to + 4, [style.value('o', 'modelOutput', '0')], 'end')}
    ${places.slice(1).map((place, at) => {
      const before = places[at]!;
      const turn = (before.right + place.left) / 2 + 8;
      const start = before.column === 'gap' ? before.right : before.middle;
      if (place.column === 'gap') return svg`${arrow(`M${start} ${from} H${turn} V${to} H${place.left}`, 'state')}`;
      const path =
        before.column === 'gap'
          ? `M${start} ${to} H${place.left - 2}`
          : `M${start} ${from} H${turn} V${to} H${place.left - 2}`;
      return svg`${arrow(path, 'state')}`;
    })}`;
}

/** A layer that reads the inputs of several time steps: from each that is drawn. */
export function windowInputs(row: Row, below: Row, places: Place[]): SVGTemplateResult {
  const end = row.top + row.height;
  const reads = row.part.reads ?? 1;
  return svg`${places.flatMap((place, at) =>
    places.slice(0, at).map((earlier) => {
      const steps = stepsBetween(earlier.column, place.column);
      return steps === undefined || steps >= reads
        ? svg``
        : arrow(`M${earlier.middle} ${below.top} L${place.middle - 4} ${end + 2}`);
    }),
  )}`;
}

const stepsBetween = (from: TimeColumn, to: TimeColumn): number | undefined =>
  from === 'gap' || to === 'gap' ? undefined : to.t - from.t;

/** Whether a part hands its own state on. */
export const handsStateOn = ({ feedback, states }: Part): boolean => feedback === undefined && states.length > 0;
