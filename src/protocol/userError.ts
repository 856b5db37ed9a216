/** A failure that a person can mend: what is wrong and where, and what to do about it. */
export class UserError extends Error {
  /**
   * @param message what is wrong, and where
   * @param remedy what to do, as a full sentence
   */
  constructor(
    message: string,
    readonly remedy: string,
  ) {
    super(message);
    this.name = 'UserError';
  }

  /** Message and remedy as people read them. */
  get text(): string {
    return `${this.message} ${this.remedy}`;
  }
}

/** The sentence to show for anything thrown; a bug shows its own message. */
export function errorText(error: unknown): string {
  if (error instanceof UserError) return error.text;
  return error instanceof Error ? error.message : String(error);
}
