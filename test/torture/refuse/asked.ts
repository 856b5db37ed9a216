/** What the process of refuseProcess.ts is asked, and what it answers. */
export interface Asked {
  argv: string[];
  folder: string;
  /** Whether a person reads the answer. */
  isTty?: boolean;
}

/** What came of a command, and the most memory that the process has had, in bytes. */
export interface Answered {
  status: number;
  out: string;
  err: string;
  memory: number;
}
