/** A mistake in an experiment file. */
export interface Problem {
  /** Where: keys and indices from the root of the file. */
  path: (string | number)[];
  /** Where, in UTF-16 units, when the file is not JSON and so has no paths. */
  offset?: number;
  message: string;
  /** What to do, as a full sentence. */
  remedy: string;
  /** Whether the schema saw it too; the editor then shows the schema's own underline. */
  isFromSchema: boolean;
}
