import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartDataset,
  type Plugin,
} from 'chart.js';
import type { Point } from '../binning';
import { onCanvas } from './onCanvas';
import { paintBehind, paintInFront } from './paint';
import { scaleOptions } from './scaleOptions';
import type { Canvas, Cursor, Picture, Selection, Series } from './picture';

Chart.register(LineController, LineElement, PointElement, LinearScale);

/** Draws pictures on one canvas: lines and axes by chart.js, everything else over and under them. */
export class LineChart {
  cursor: Cursor | undefined;
  selection: Selection | undefined;
  private picture: Picture | undefined;
  private chart: Chart<'line', Point[]> | undefined;

  constructor(readonly canvas: HTMLCanvasElement) {}

  /** The size of the canvas in CSS pixels, from the element around it. */
  get size(): { width: number; height: number } {
    const { clientWidth, clientHeight } = this.canvas.parentElement!;
    return { width: clientWidth, height: clientHeight };
  }

  /**
   * Draws a picture, at the size that the canvas has now.
   * @param keepsNumbers whether the numbers at the lines' ends stay those of the last picture
   */
  draw(picture: Picture, keepsNumbers = false): void {
    if (keepsNumbers) keepNumbers(picture, this.picture);
    this.picture = picture;
    const chart = (this.chart ??= this.create(picture));
    this.resize(chart);
    chart.data.datasets = picture.series.map(dataset).reverse();
    chart.options.layout!.padding = { ...picture.frame, left: 0, bottom: 0 };
    chart.options.scales = scaleOptions(picture);
    chart.update('none');
  }

  /** Draws the same picture again, with cursor and selection as they are now. */
  redraw(): void {
    this.chart?.draw();
  }

  /** The place on the horizontal axis under a pixel, kept inside the axis; undefined before anything is drawn. */
  valueAt(pixel: number): number | undefined {
    const scale = this.chart?.scales['x'];
    if (scale === undefined) return undefined;
    return Math.min(scale.max, Math.max(scale.min, scale.getValueForPixel(pixel)!));
  }

  /** Places in pixels; undefined before anything is drawn. */
  get surface(): Canvas | undefined {
    return this.chart && onCanvas(this.chart);
  }

  private create(picture: Picture): Chart<'line', Point[]> {
    return new Chart<'line', Point[]>(this.canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: false,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        events: [],
        layout: { padding: 0, autoPadding: false },
        elements: { point: { radius: 0 }, line: { borderJoinStyle: 'round' } },
        scales: scaleOptions(picture),
      },
      plugins: [this.painter()],
    });
  }

  private painter(): Plugin<'line'> {
    return {
      id: 'picture',
      beforeDatasetsDraw: (chart) => paintBehind(onCanvas(chart), this.picture!),
      afterDatasetsDraw: (chart) => paintInFront(onCanvas(chart), this.picture!, this.cursor, this.selection),
    };
  }

  private resize(chart: Chart<'line', Point[]>): void {
    const { width, height } = this.size;
    const ratio = window.devicePixelRatio;
    if (chart.width === width && chart.height === height && chart.currentDevicePixelRatio === ratio) return;
    chart.options.devicePixelRatio = ratio;
    chart.resize(width, height);
  }
}

function keepNumbers(picture: Picture, last: Picture | undefined): void {
  for (const end of picture.ends ?? []) {
    const before = last?.ends?.find(({ label }) => label === end.label);
    if (before !== undefined) end.value = before.value;
  }
}

function dataset({ points, colour, width, dash, isStepped }: Series): ChartDataset<'line', Point[]> {
  return {
    data: points,
    borderColor: colour,
    borderWidth: width,
    borderDash: dash ?? [],
    stepped: isStepped ?? false,
    clip: 1,
  };
}
