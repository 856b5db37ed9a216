import type { Point } from '../binning';
import type { Ramp } from '../heatRamp';
import type { Theme } from '../theme';

/** Pixels around the area that is drawn in. */
export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** An axis: its ends, its ticks, and how they are written; without `write` nothing is. */
export interface Axis {
  from: number;
  to: number;
  ticks: number[];
  write?: (tick: number) => string;
  hasGrid?: boolean;
}

/** A line through points. */
export interface Series {
  points: Point[];
  colour: string;
  width: number;
  dash?: number[];
  isStepped?: boolean;
}

/** What stands at the right end of a line, and where `dash` is given, the line too: a reference at that height. */
export interface LineEnd {
  at: number;
  label: string;
  value?: string;
  colour: string;
  dash?: number[];
  /** A sample of the line before the label, where colour alone would not tell two lines apart. */
  key?: { dash: number[]; width: number };
}

/** Strokes, each at a place on the horizontal axis. */
export interface Marks {
  at: number[];
  colour: string;
}

/** A picture stretched over the whole area, pixels left sharp. */
export type Image = OffscreenCanvas;

/** A piece of text inside the area: its rightmost or leftmost point in pixels of the canvas. */
export interface PlacedText {
  x: number;
  y: number;
  align: 'left' | 'right';
  lines: { text: string; colour: string }[];
}

/** A horizontal stroke from the left edge to a dot. */
export interface Horizon {
  from: Point;
  to: Point;
  colour: string;
}

/** Everything that a chart shows, as plain data. */
export interface Picture {
  theme: Theme;
  frame: Frame;
  x: Axis;
  y: Axis;
  /** The first is drawn first. */
  series: Series[];
  ends?: LineEnd[];
  marks?: Marks;
  /** Strokes through the whole height of the area: what broke the lines there. */
  events?: Marks;
  image?: Image;
  hasBorder?: boolean;
  /** Colours of the vertical axis, bottom to top. */
  colourBar?: Ramp;
  horizon?: Horizon;
  /** Said at the right of the horizontal axis: what it counts. */
  axisName?: string;
  /** Texts that look for a place of their own once the lines stand. */
  placeTexts?: (canvas: Canvas) => PlacedText[];
}

/** A chart's drawing surface. */
export interface Canvas {
  pen: CanvasRenderingContext2D;
  width: number;
  height: number;
  area: { left: number; right: number; top: number; bottom: number };
  x(value: number): number;
  y(value: number): number;
}

/** A vertical line through a chart at the chosen place, with what is read there; or a frame around a stretch. */
export interface Cursor {
  at: number;
  text?: string;
  frame?: { from: number; to: number };
}

/** A stretch of the horizontal axis being chosen. */
export interface Selection {
  from: number;
  to: number;
}
