import * as l10n from '@vscode/l10n';
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { TrainingOptions } from '../../../src/protocol/experiment';
import { formatCount } from '../../../src/protocol/words';
import { arrow, label } from './primitives';

const shownWindows = 3;
const barHeight = 20;
const pitch = 50;
const top = 26;
const left = 10;

type Sizes = Pick<TrainingOptions, 'window' | 'stride' | 'carryState' | 'outputs'>;

/** A window on the text: what it reads, and from where on its losses count. */
export interface WindowBar {
  from: number;
  to: number;
  countedFrom: number;
}

/** The first windows of a lane; in the first of an epoch every loss counts, unless the last one alone ever does. */
export function windowBars({ window, stride, outputs }: Sizes, count = shownWindows): WindowBar[] {
  return Array.from({ length: count }, (_, index) => {
    const from = index * stride;
    const first = outputs === 'last' ? window - 1 : index === 0 ? 0 : window - stride;
    return { from, to: from + window, countedFrom: from + first };
  });
}

/** The first windows of a lane over its symbols: what counts, where the gradient is cut, and which state is carried. */
export function windows(training: Sizes, room: number): TemplateResult {
  const bars = windowBars(training);
  const width = Math.min(room, 900);
  const scale = (width - left - 16) / bars.at(-1)!.to;
  const x = (symbol: number): number => left + symbol * scale;
  const height = top + pitch * bars.length + 4;
  return html`<svg
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${sentence(training)}
  >
    <path class="axis" d="M${left} ${top - 8} H${x(bars.at(-1)!.to)}"></path>
    ${ticks(bars).map(
      (symbol) => svg`<path class="axis" d="M${x(symbol)} ${top - 12} V${top - 4}"></path>
        ${label(x(symbol), top - 15, formatCount(symbol), symbol === 0 ? 'start' : 'middle', 'shape')}`,
    )}
    ${bars.map((bar, index) => drawBar(bar, index, training, x))}
  </svg>`;
}

const ticks = (bars: WindowBar[]): number[] => [...new Set([...bars.map(({ from }) => from), bars.at(-1)!.to])];

function drawBar(bar: WindowBar, index: number, training: Sizes, x: (symbol: number) => number): SVGTemplateResult {
  const y = top + index * pitch + 6;
  const isLast = index === shownWindows - 1;
  return svg`
    <rect
      class="read"
      x=${x(bar.from)}
      y=${y}
      width=${x(bar.countedFrom) - x(bar.from)}
      height=${barHeight}
      rx="4"
      ?hidden=${bar.countedFrom === bar.from}
    ></rect>
    <rect class="counted" x=${x(bar.countedFrom)} y=${y} width=${x(bar.to) - x(bar.countedFrom)} height=${barHeight}
      rx="4"></rect>
    ${arrow(`M${x(bar.to) - 4} ${y + barHeight + 7} H${x(bar.from) + 3}`, 'gradient')}
    <path class="cut" d="M${x(bar.from)} ${y - 5} V${y + barHeight + 12}"></path>
    ${isLast || !training.carryState ? svg`` : arrow(carried(x(bar.from + training.stride), y), 'state')}
    ${training.carryState ? svg`` : label(x(bar.from) + 6, y + 14, 'h = 0', 'start', 'shape')}
  `;
}

/** From the end of a stride down to the beginning of the window that starts there. */
const carried = (x: number, y: number): string => `M${x} ${y + barHeight} V${y + pitch - 7}`;

/** What the drawing shows, in words. */
export function sentence({ window, stride, carryState, outputs }: Sizes): string {
  const reads = l10n.t('Each update reads {0} time steps and advances {1}.', formatCount(window), formatCount(stride));
  const counts =
    outputs === 'last'
      ? l10n.t('Only the loss of the last time step counts.')
      : stride < window
        ? l10n.t('Only the last {0} losses count: those before were counted already.', formatCount(stride))
        : l10n.t('Every loss counts once.');
  const carries = carryState
    ? l10n.t('The state is carried from window to window, the gradient is cut at its beginning.')
    : l10n.t('Every window begins with a zero state.');
  return `${reads} ${counts} ${carries}`;
}
