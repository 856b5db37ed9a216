/** Where a command writes, where the person stands, and how they interrupt. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** What went wrong. */
  err(text: string): void;
  /** Whether results are read by a person, who can see a line change in place. */
  isTty: boolean;
  /** Characters in a line. */
  columns: number;
  /** The current folder. */
  folder: string;
  /**
   * Aborted by Ctrl+C, by a request to end, and when nobody reads the results any more. Who never asks for it is ended by
   * the system at once; who does must look at it often.
   */
  interrupted: AbortSignal;
}
