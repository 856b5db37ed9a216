import type { StepRange } from './stepView';

/** What was chosen to look at; kept over a reload of the window. */
export interface ViewState {
  /** The run that this was chosen for. */
  runId?: string;
  /** The run's folder, by which the editor finds it again. */
  directory?: string;
  tab: 'reach' | 'profile';
  /** From 0 at the input. */
  layer: number;
  range?: StepRange;
}

/** The choices before any was made. */
export const firstView: ViewState = { tab: 'reach', layer: 0 };

/**
 * Choices as they were kept; whatever is odd about them is replaced.
 * @param directory the run folder that the page was made for
 */
export function restoredView(kept: unknown, directory: string | undefined): ViewState {
  const { runId, tab, layer, range } = (kept ?? {}) as Partial<ViewState>;
  const view: ViewState = { ...firstView, runId, directory };
  if (tab === 'profile') view.tab = tab;
  if (typeof layer === 'number' && Number.isInteger(layer) && layer >= 0) view.layer = layer;
  if (range !== undefined && range.to > range.from) view.range = { from: range.from, to: range.to };
  return view;
}

/** The choices that still mean something when a run is opened: a range of steps only in the same run. */
export function viewFor(view: ViewState, runId: string, layers: number): ViewState {
  const kept = view.runId === runId ? view : { ...view, range: undefined };
  return { ...kept, runId, layer: Math.min(kept.layer, layers - 1) };
}
