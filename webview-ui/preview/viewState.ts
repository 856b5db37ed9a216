/** What was chosen to look at; kept over a reload of the window. */
export interface ViewState {
  /** The experiment file, by which the editor finds it again. */
  path?: string;
  /** The layer whose inside is open, from 0 at the input. */
  layer: number;
}

/** Choices as they were kept; whatever is odd about them is replaced. @param path that the page was made for */
export function restoredView(kept: unknown, path: string | undefined): ViewState {
  const { layer } = (kept ?? {}) as Partial<ViewState>;
  return { path, layer: typeof layer === 'number' && Number.isInteger(layer) && layer >= 0 ? layer : 0 };
}
