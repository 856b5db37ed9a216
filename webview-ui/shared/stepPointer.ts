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
  const pointer = new AxisPointer(chart, actions);
  const { canvas } = chart;
  canvas.addEventListener('pointermove', (event) => pointer.move(event));
  canvas.addEventListener('pointerdown', (event) => pointer.press(event));
  canvas.addEventListener('pointerup', (event) => pointer.release(event));
  canvas.addEventListener('pointercancel', () => pointer.giveUp());
  canvas.addEventListener('pointerleave', () => actions.point(undefined));
  canvas.addEventListener('dblclick', () => actions.showAll());
}

/** Tells pointing, clicking and dragging apart. */
class AxisPointer {
  private pressedAt: number | undefined;
  private isDragging = false;

  constructor(
    private readonly chart: LineChart,
    private readonly actions: AxisActions,
  ) {}

  move(event: PointerEvent): void {
    const { pressedAt } = this;
    this.isDragging ||= pressedAt !== undefined && Math.abs(event.offsetX - pressedAt) > clickPixels;
    if (this.isDragging) this.actions.drag(this.stretchTo(event.offsetX));
    else this.actions.point(this.place(event));
  }

  press(event: PointerEvent): void {
    if (event.button !== 0 || event.pointerType === 'touch' || this.place(event) === undefined) return;
    this.pressedAt = event.offsetX;
    this.chart.canvas.setPointerCapture(event.pointerId);
  }

  release(event: PointerEvent): void {
    const at = this.place(event);
    const stretch = this.isDragging ? this.stretchTo(event.offsetX) : undefined;
    const wasPressed = this.pressedAt !== undefined;
    this.letGo();
    if (stretch !== undefined) this.actions.select(stretch);
    else if (wasPressed && at !== undefined) this.actions.choose(at);
  }

  giveUp(): void {
    this.letGo();
    this.actions.drag(undefined);
  }

  private letGo(): void {
    this.pressedAt = undefined;
    this.isDragging = false;
  }

  private stretchTo(pixel: number): { from: number; to: number } | undefined {
    const from = this.chart.valueAt(this.pressedAt!);
    const to = this.chart.valueAt(pixel);
    return from === undefined || to === undefined ? undefined : { from: Math.min(from, to), to: Math.max(from, to) };
  }

  /** The place on the axis; none beside the area. */
  private place({ offsetX }: PointerEvent): number | undefined {
    const area = this.chart.surface?.area;
    const isInside = area !== undefined && offsetX >= area.left - 4 && offsetX <= area.right + 4;
    return isInside ? this.chart.valueAt(offsetX) : undefined;
  }
}
