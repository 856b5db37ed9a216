/** What a person's own cell is made from. */
export interface CellSource {
  /** The TypeScript file, as the experiment names it. */
  file: string;
  source: string;
  /** What the files that it imports say, by their paths relative to it, with forward slashes. */
  imports?: Readonly<Record<string, string>> | undefined;
}
