/** What the pointer does on a canvas; places in CSS pixels from its top left corner. */
export interface PointerActions {
  point(x: number, y: number): void;
  leave(): void;
  /** Presses; a drag follows, or a click when the pointer is let go where it was. */
  press?(x: number): void;
  drag(x: number, movedX: number): void;
  click(x: number, y: number): void;
  /** Turns the wheel or moves two fingers. @returns whether anything moved; else the page scrolls */
  scroll(pixels: number): boolean;
  /** Pinches, or turns the wheel with Ctrl. */
  zoom(factor: number, x: number): void;
}

/** Pixels that a press may wander and still be a click. */
const clickPixels = 4;
/** Pixels of a line and of a page, where a wheel counts in these. */
const deltaPixels = [1, 16, 400];

/** Listens to pointer and wheel on a canvas. */
export function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): void {
  let pressed: { x: number; isDragging: boolean } | undefined;
  let lastX = 0;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    pressed = { x: (lastX = event.offsetX), isDragging: false };
    actions.press?.(lastX);
  });
  canvas.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    if (pressed !== undefined) pressed.isDragging ||= Math.abs(offsetX - pressed.x) > clickPixels;
    if (!pressed?.isDragging) return actions.point(offsetX, offsetY);
    actions.drag(offsetX, offsetX - lastX);
    lastX = offsetX;
  });
  canvas.addEventListener('pointerup', ({ offsetX, offsetY }) => {
    if (pressed?.isDragging === false) actions.click(offsetX, offsetY);
    pressed = undefined;
  });
  canvas.addEventListener('pointercancel', () => (pressed = undefined));
  canvas.addEventListener('pointerleave', () => actions.leave());
  canvas.addEventListener('wheel', (event) => turn(event, actions), { passive: false });
}

function turn(event: WheelEvent, actions: PointerActions): void {
  const unit = deltaPixels[event.deltaMode] ?? 1;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    const turned = Math.max(-100, Math.min(100, event.deltaY * unit));
    return actions.zoom(Math.exp(-turned / (Math.abs(turned) >= 50 ? 400 : 100)), event.offsetX);
  }
  const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (actions.scroll((isSideways ? event.deltaX : event.deltaY) * unit)) event.preventDefault();
}
