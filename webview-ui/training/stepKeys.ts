/** What the keyboard does to the chosen step. */
export interface StepKeys {
  /** Back to live. */
  leave(): void;
  /** By so many records. */
  move(by: number): void;
  moveTo(end: 'first' | 'last'): void;
  /** Narrows (below 1) or widens (above 1) the steps in view. */
  zoom(factor: number): void;
}

/** Keys: arrows, Home, End, plus and minus on the heat map; Escape anywhere but in a field. */
export function listenToKeys(root: HTMLElement, keys: StepKeys): void {
  document.addEventListener('keydown', (event) => {
    const target = event.composedPath()[0];
    if (event.key === 'Escape' && !(target instanceof HTMLInputElement)) keys.leave();
  });
  root.addEventListener('keydown', (event) => {
    if (!(event.target instanceof HTMLCanvasElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actionOf(event, keys);
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

function actionOf({ key, shiftKey }: KeyboardEvent, keys: StepKeys): (() => void) | undefined {
  const stride = shiftKey ? 10 : 1;
  const actions: Record<string, () => void> = {
    ArrowLeft: () => keys.move(-stride),
    ArrowRight: () => keys.move(stride),
    PageDown: () => keys.move(-10),
    PageUp: () => keys.move(10),
    Home: () => keys.moveTo('first'),
    End: () => keys.moveTo('last'),
    '+': () => keys.zoom(0.5),
    '=': () => keys.zoom(0.5),
    '-': () => keys.zoom(2),
  };
  return actions[key];
}
