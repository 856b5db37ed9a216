import { svg, type SVGTemplateResult } from 'lit';
import { mathParts, type Formula, type Letter, type MathPart } from '../../../src/protocol/equations/formula';

type Drawing = SVGTemplateResult;
type Anchor = 'start' | 'middle' | 'end';

/** A formula in a drawing. */
export const mathLabel = (x: number, y: number, formula: Formula, anchor: Anchor = 'middle', kind = ''): Drawing =>
  svg`<text class="math ${kind}" x=${x} y=${y} text-anchor=${anchor}>${spans(mathParts(formula))}</text>`;

/** How far below the line each stands. */
const drops: Record<MathPart['level'], number> = { line: 0, below: 3, above: -5 };

/** Indices stand lower or higher, and what comes after them stands as high as before. */
const spans = (parts: MathPart[]): Drawing[] =>
  parts.map(({ text, level }, at) => {
    const dy = drops[level] - drops[parts[at - 1]?.level ?? 'line'];
    return svg`<tspan class=${level} dy=${dy}>${text}</tspan>`;
  });

/** Plain words in a drawing. */
export const label = (x: number, y: number, text: string, anchor: Anchor = 'middle', kind = ''): Drawing =>
  svg`<text class=${kind} x=${x} y=${y} text-anchor=${anchor}>${text}</text>`;

/** A shape beside an arrow: 32 × 128. */
export const shapeLabel = (x: number, y: number, shape: readonly number[], anchor: Anchor = 'middle'): Drawing =>
  label(x, y, shapeText(shape), anchor, 'shape');

/** A shape in words: 32 × 128. */
export const shapeText = (shape: readonly number[]): string => shape.join(' × ');

/** A path with an arrow head at its end. */
export const arrow = (path: string, kind = ''): Drawing =>
  svg`<path class="wire ${kind}" d=${path} marker-end="url(#head)"></path>`;

/** A wire of a cell: where it ends at something, that stands for the head. */
export const line = (path: string, kind = ''): Drawing => svg`<path class="wire ${kind}" d=${path}></path>`;

/** Where a wire branches. */
export const dot = (x: number, y: number): Drawing => svg`<circle class="dot" cx=${x} cy=${y} r="2.6"></circle>`;

/** An elementwise operation. */
export const circle = (x: number, y: number, sign: string): Drawing =>
  svg`<circle class="operation" cx=${x} cy=${y} r="12"></circle>${label(x, y + 4.5, sign, 'middle', 'sign')}`;

/** A layer of units inside a cell: an affine map and what squashes it, with its name below. */
export const gate = (x: number, y: number, squash: string, name = '', half = 32): Drawing =>
  svg`<rect class="gate" x=${x - half} y=${y - 16} width=${2 * half} height=${name ? 34 : 28} rx="6"></rect>
    ${label(x, name ? y - 2 : y + 3, squash, 'middle', 'squash')}
    ${name ? label(x, y + 12, name, 'middle', 'gateName') : svg``}`;

/** A matrix inside a cell. */
export const matrix = (x: number, y: number, letter: Letter, half: number): Drawing =>
  svg`<rect class="gate" x=${x - half} y=${y - 16} width=${2 * half} height="28" rx="6"></rect>
    ${mathLabel(x, y + 3, [letter])}`;

/** A box with a name and what it is. */
export function box(
  middle: number,
  top: number,
  size: { width: number; height: number },
  name: string,
  detail: string,
  kind: string,
): Drawing {
  const y = top + size.height / 2;
  return svg`<rect class="box ${kind}" x=${middle - size.width / 2} y=${top} width=${size.width}
      height=${size.height} rx="7"></rect>
    ${label(middle, detail ? y - 2 : y + 4, name, 'middle', 'name')}
    ${detail ? label(middle, y + 12, detail, 'middle', 'detail') : svg``}`;
}

/** Arrow heads for every drawing of the page. */
export const markers = svg`<svg width="0" height="0" aria-hidden="true" class="markers"><defs>
  <marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"
    ><path d="M0 0.6 8 4 0 7.4Z" fill="context-stroke"></path></marker>
</defs></svg>`;
