/** Where a command writes, where the person stands, and how they interrupt. */
export interface Terminal {
  /** Results. It never throws. */
  out(text: string): void;
  /** What went wrong. It never throws. */
  err(text: string): void;
  /** Aborted where results cannot be written any more; the reason is the failure. */
  outputLost: AbortSignal;
  /** Resolves when the reader has the results so far. @throws the failure where they could not be written */
  flushed(): Promise<void>;
  /** Whether results are read by a person, who can see a line change in place. */
  isTty: boolean;
  /** Characters in a line. */
  columns: number;
  /** The current folder. */
  folder: string;
  /**
   * Aborted by Ctrl+C and by a request to end. Who never asks for it is ended by the system at once; who does must look at
   * it often.
   */
  interrupted: AbortSignal;
}
