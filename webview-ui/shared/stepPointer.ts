import type { LineChart } from './charts/lineChart';

/** What a person does to a chart's horizontal axis. */
export interface AxisActions {
  /** Points at a place, or at none any more. */
  point(at: number | undefined): void;
  /** Clicks on a place. */
  choose(at: number): void;
  /** Drags over a stretch; without one the drag was given up. */
  drag(stretch: { from: number; to: number } | undefined): void;
  /** Ends a drag. */
  select(stretch: { from: number; to: number }): void;
  /** Goes back to the whole. */
  showAll(): void;
}

/** Pixels that a press may wander and still be a click. */
const clickPixels = 4;

/** Listens to the pointer on a chart. */
export function listenToPointer(chart: LineChart, actions: AxisActions): void {
  const { canvas } = chart;
  let pressed: number | undefined;
  let dragged = false;

  const stretchTo = (pixel: number): { from: number; to: number } | undefined => {
    const ends = [chart.valueAt(pressed!), chart.valueAt(pixel)].filter((end) => end !== undefined);
    return ends.length < 2 ? undefined : { from: Math.min(...ends), to: Math.max(...ends) };
  };
  const place = (event: PointerEvent): number | undefined => {
    const area = chart.surface?.area;
    const isInside = area !== undefined && event.offsetX >= area.left - 4 && event.offsetX <= area.right + 4;
    return isInside ? chart.valueAt(event.offsetX) : undefined;
  };

  canvas.addEventListener('pointermove', (event) => {
    dragged ||= pressed !== undefined && Math.abs(event.offsetX - pressed) > clickPixels;
    if (dragged) actions.drag(stretchTo(event.offsetX));
    else actions.point(place(event));
  });
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || event.pointerType === 'touch' || place(event) === undefined) return;
    pressed = event.offsetX;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointerup', (event) => {
    const at = place(event);
    const stretch = dragged ? stretchTo(event.offsetX) : undefined;
    const wasPressed = pressed !== undefined;
    pressed = undefined;
    dragged = false;
    if (stretch !== undefined) actions.select(stretch);
    else if (wasPressed && at !== undefined) actions.choose(at);
  });
  canvas.addEventListener('pointercancel', () => {
    pressed = undefined;
    dragged = false;
    actions.drag(undefined);
  });
  canvas.addEventListener('pointerleave', () => actions.point(undefined));
  canvas.addEventListener('dblclick', () => actions.showAll());
}
