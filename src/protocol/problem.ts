/** A mistake in an experiment file. */
export interface Problem {
  /** Where: keys and indices from the root of the file. */
  path: (string | number)[];
  /** Where, in UTF-16 units, when the file is not JSON and so has no paths. */
  offset?: number;
  message: string;
  /** What to do, as a full sentence. */
  remedy: string;
  /** The value that the remedy names, and its place; undefined takes the field out. */
  mend?: { path: (string | number)[]; value: unknown };
  /** Where the file is not JSON: the editor underlines that by itself. */
  isSyntax?: true;
}
