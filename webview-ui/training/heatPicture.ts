import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/protocol/words';
import { envelope, heightAt, type Point } from '../shared/binning';
import type { Image, LineEnd, Picture, Series } from '../shared/charts/picture';
import { aggregate, decades, paint, upTo, type Scale } from '../shared/heatMapImage';
import type { Ramp } from '../shared/heatRamp';
import type { Theme } from '../shared/theme';
import { roundUp, windowTicks } from '../shared/ticks';
import type { FieldView } from './recordField';
import { stepFrame, writtenAxis, type StepView } from './stepView';

/** Where the reach leaves the picture: below it nothing is told apart from rounding. */
export const reachFloor = -12;

/** A heat map over training steps, on a surface of that many pixels. */
export interface HeatSurface {
  image: OffscreenCanvas;
  rows: number;
}

/** Reach: time steps back, by training step; the line is where 1 % is left. */
export function reachMap(field: FieldView, view: StepView, theme: Theme, ramp: Ramp, surface: HeatSurface): Picture {
  const points = horizonLine(field, view);
  return {
    ...heatPicture(field, view, theme),
    image: heatImage(field, view, decades(reachFloor, reachCeiling(field)), ramp, surface),
    series: outlined(points, theme),
    ends: horizonEnd(points, view, theme),
  };
}

/** Gradient profile: time step, by training step. */
export function profileMap(field: FieldView, view: StepView, theme: Theme, ramp: Ramp, surface: HeatSurface): Picture {
  return {
    ...heatPicture(field, view, theme),
    image: heatImage(field, view, upTo(profileCeiling(field)), ramp, surface),
    series: [],
  };
}

function heatPicture(field: FieldView, view: StepView, theme: Theme): Omit<Picture, 'series'> {
  const window = field.rows - 1;
  return {
    theme,
    frame: stepFrame(view, 7, 20),
    x: writtenAxis(view),
    y: { from: -0.5, to: window + 0.5, ticks: windowTicks(window), write: formatCount },
    hasBorder: true,
    axisName: l10n.t('step'),
  };
}

function heatImage(field: FieldView, view: StepView, scale: Scale, ramp: Ramp, surface: HeatSurface): Image {
  const columns = Math.round(view.stretch.pixels * window.devicePixelRatio);
  const grid = aggregate(field, view.from, view.to, { columns, rows: surface.rows });
  const { image } = surface;
  image.width = grid.columns;
  image.height = grid.rows;
  image.getContext('2d')!.putImageData(new ImageData(paint(grid, scale, ramp), grid.columns, grid.rows), 0, 0);
  return image;
}

function horizonLine(field: FieldView, view: StepView): Point[] {
  const line = envelope(field.steps, field.horizons, view.stretch);
  return line.map(({ x, y }) => ({ x, y: y + 0.5 }));
}

/** A light line with a dark edge, or the other way round, to be seen on every colour. */
function outlined(points: Point[], theme: Theme): Series[] {
  return [
    { points, colour: `rgb(${theme.background.join(', ')})`, width: 3.25 },
    { points, colour: theme.foreground, width: 1.25 },
  ];
}

function horizonEnd(points: Point[], view: StepView, theme: Theme): LineEnd[] {
  const at = heightAt(points, view.to);
  if (Number.isNaN(at)) return [];
  return [{ at, label: view.isNarrow ? l10n.t('1 % left') : l10n.t('1 % is left'), colour: theme.foreground }];
}

/** Decades above 1 that the axis needs: none for a network whose gradient only shrinks. */
export function reachCeiling(field: FieldView): number {
  const highest = field.usualMaximum;
  return highest > 3 ? Math.min(12, 2 * Math.ceil(Math.log10(highest) / 2)) : 0;
}

/** A round number that nearly all records stay below, so that the colours do not change all the time. */
export function profileCeiling(field: FieldView): number {
  return roundUp(field.usualMaximum, [1, 1.5, 2, 3, 4, 5, 6, 8]);
}
