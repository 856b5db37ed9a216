import type { ChartOptions, Scale } from 'chart.js';
import type { Axis, Picture } from './picture';

/**
 * Both axes of a picture as chart.js takes them: fixed ends, our ticks, and fixed room, so that charts stand aligned.
 * The words below the horizontal axis are painted with the picture.
 */
export function scaleOptions(picture: Picture): NonNullable<ChartOptions<'line'>['scales']> {
  const { frame, x, y, theme, colourBar } = picture;
  return {
    x: {
      ...axisOptions(x, picture),
      ticks: { display: false },
      afterFit: (scale: Scale) => {
        scale.height = frame.bottom;
        fitTightly(scale);
      },
    },
    y: {
      ...axisOptions(y, picture),
      ticks: { ...tickOptions(y, picture), padding: colourBar ? 16 : 8 },
      grid: { display: y.hasGrid ?? false, color: theme.grid, drawTicks: false },
      afterFit: (scale: Scale) => {
        scale.width = frame.left;
        fitTightly(scale);
      },
    },
  };
}

const axisOptions = (axis: Axis, { theme }: Picture) => ({
  type: 'linear' as const,
  min: axis.from,
  max: axis.to,
  border: { display: false },
  grid: { display: axis.hasGrid ?? false, color: theme.grid, drawTicks: false },
  afterBuildTicks: (scale: Scale) => {
    scale.ticks = axis.ticks.map((value) => ({ value }));
  },
});

const tickOptions = (axis: Axis, { theme }: Picture) => ({
  display: axis.write !== undefined,
  autoSkip: false,
  maxRotation: 0,
  color: theme.quiet,
  font: { family: theme.fontFamily, size: 11 },
  callback: (value: string | number) => axis.write?.(Number(value)) ?? '',
});

/** Labels may stand over the corners of the area: there is room for them. */
function fitTightly(scale: Scale): void {
  scale.paddingTop = scale.paddingBottom = scale.paddingLeft = scale.paddingRight = 0;
}
