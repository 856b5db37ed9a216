import type { Chart } from 'chart.js';
import type { Canvas } from './picture';

/** A chart's drawing surface, in CSS pixels. */
export function onCanvas(chart: Chart): Canvas {
  const { x, y } = chart.scales;
  return {
    pen: chart.ctx,
    width: chart.width,
    height: chart.height,
    area: chart.chartArea,
    x: (value) => x!.getPixelForValue(value),
    y: (value) => y!.getPixelForValue(value),
  };
}
