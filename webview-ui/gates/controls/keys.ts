/** What the keyboard does. */
export interface KeyActions {
  /** The chosen symbol, by so many. */
  moveSymbol(by: number): void;
  moveToEnd(end: 'first' | 'last'): void;
  /** The chosen unit, by so many rows. */
  moveUnit(by: number): void;
  /** What is in view, by so many times its width. */
  moveView(by: number): void;
  viewEnd(end: 'first' | 'last'): void;
  zoom(factor: number): void;
  showAll(): void;
  leave(): void;
}

/** Keys on the picture and on the strip of the whole text; Escape anywhere but in a field or a menu. */
export function listenToKeys(root: HTMLElement, keys: KeyActions): void {
  document.addEventListener('keydown', (event) => {
    const target = event.composedPath()[0] as HTMLElement;
    if (event.key === 'Escape' && !target.closest?.('input, [role=menu], vscode-single-select')) keys.leave();
  });
  root.addEventListener('keydown', (event) => {
    if (!(event.target instanceof HTMLCanvasElement) || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = event.target.id === 'whole' ? wholeActions(keys) : figureActions(event, keys);
    const act = { ...sharedActions(keys), ...actions }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  });
}

type ByKey = Record<string, () => void>;

const sharedActions = (keys: KeyActions): ByKey => ({
  '+': () => keys.zoom(1.5),
  '=': () => keys.zoom(1.5),
  '-': () => keys.zoom(1 / 1.5),
  '0': () => keys.showAll(),
  PageUp: () => keys.moveView(-0.9),
  PageDown: () => keys.moveView(0.9),
});

function figureActions({ shiftKey }: KeyboardEvent, keys: KeyActions): ByKey {
  const stride = shiftKey ? 10 : 1;
  return {
    ArrowLeft: () => keys.moveSymbol(-stride),
    ArrowRight: () => keys.moveSymbol(stride),
    ArrowUp: () => keys.moveUnit(-stride),
    ArrowDown: () => keys.moveUnit(stride),
    Home: () => keys.moveToEnd('first'),
    End: () => keys.moveToEnd('last'),
  };
}

const wholeActions = (keys: KeyActions): ByKey => ({
  ArrowLeft: () => keys.moveView(-0.2),
  ArrowRight: () => keys.moveView(0.2),
  Home: () => keys.viewEnd('first'),
  End: () => keys.viewEnd('last'),
});
